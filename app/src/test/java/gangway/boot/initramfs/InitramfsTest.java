package gangway.boot.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {

  @Test
  void initramfsToolsIsRecognized(@TempDir Path folder) throws IOException {
    assertThat(Initramfs.of(machine(folder, "usr/sbin/update-initramfs")))
        .isEqualTo(new InitramfsTools(Map.of()));
  }

  @Test
  void anotherToolIsForeign(@TempDir Path folder) throws IOException {
    assertThat(Initramfs.of(machine(folder, "usr/bin/booster")).obstacle())
        .hasValue(
            "neither update-initramfs nor dracut is installed, but this host has"
                + " /usr/bin/booster");
  }

  @Test
  void withoutAToolThereIsNoInitramfs(@TempDir Path folder) {
    assertThat(Initramfs.of(new FolderMachine(folder))).isEqualTo(new NoInitramfs());
  }

  @Test
  void backupsOfImagesAreLeftOut(@TempDir Path folder) throws IOException {
    Machine machine =
        machine(
            folder,
            "boot/initrd.img-6.1.0-13-amd64",
            "boot/initrd.img-6.12.95+deb13-amd64",
            "boot/initrd.img-6.1.0-13-amd64.new",
            "boot/initrd.img-6.1.0-13-amd64.bak",
            "boot/initrd.img-6.1.0-13-amd64.dpkg-bak",
            "boot/initrd.img-6.1.0-13-amd64~",
            "boot/initrd.img",
            "boot/initrd.img.old",
            "boot/vmlinuz-6.1.0-13-amd64");
    assertThat(new InitramfsTools(Map.of()).images(machine))
        .containsExactly(
            Path.of("/boot/initrd.img-6.1.0-13-amd64"),
            Path.of("/boot/initrd.img-6.12.95+deb13-amd64"));
  }

  private static Machine machine(Path folder, String... files) throws IOException {
    for (String file : files) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), "");
    }
    return new FolderMachine(folder);
  }
}
