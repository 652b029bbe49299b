package gangway.boot.initramfs;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output is that of the script for an image that mkinitcpio 41 built. */
class UnpackedImageTest {
  private static final Path LIST = Path.of("/etc/modprobe.d/gangway.conf");
  private static final Path CONFIG = Path.of("/config");
  private static final String OUTPUT =
      """
      ./buildconfig
      ./etc/modprobe.d/gangway.conf
      ./config
      ./usr/lib/modules/6.1.0-57-amd64/kernel/drivers/xen/xen-pciback/xen-pciback.ko
      ./lib64

      40 config
      MODULES="xen_pciback"
      EARLYHOOKS="udev"
      72 etc/modprobe.d/gangway.conf
      options xen-pciback hide=(0000:09:00.0)
      softdep e1000e pre: xen-pciback
      """;

  @TempDir private Path folder;

  @Test
  void theNamesAndTheExactTextsAreRead() {
    UnpackedImage image = read(0, OUTPUT).orElseThrow();

    assertThat(image.hasPciback()).isTrue();
    assertThat(image.has(LIST)).isTrue();
    assertThat(image.has(Path.of("/etc/modprobe.d/other.conf"))).isFalse();
    assertThat(image.text(CONFIG)).hasValue("MODULES=\"xen_pciback\"\nEARLYHOOKS=\"udev\"\n");
    assertThat(image.text(LIST))
        .hasValue("options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
  }

  @Test
  void aFileThatIsALinkInTheImageHasNoText() {
    UnpackedImage image = read(0, "./etc/modprobe.d/gangway.conf\n\n").orElseThrow();

    assertThat(image.has(LIST)).isTrue();
    assertThat(image.text(LIST)).isEmpty();
  }

  @Test
  void bytesCountAndNotCharacters() {
    assertThat(read(0, "./config\n\n4 config\n# \u00e9").orElseThrow().text(CONFIG))
        .hasValue("# \u00e9");
  }

  @Test
  void anImageCanHaveNoneOfTheFiles() {
    UnpackedImage image = read(0, "\n").orElseThrow();

    assertThat(image.names()).isEmpty();
    assertThat(image.has(LIST)).isFalse();
  }

  @Test
  void anOutputThatEndsEarlyIsNotBelieved() {
    assertThat(read(0, OUTPUT.substring(0, OUTPUT.length() - 1))).isEmpty();
    assertThat(read(0, "")).isEmpty();
    assertThat(read(0, "./config\n\nconfig\n")).isEmpty();
  }

  @Test
  void anImageThatCannotBeUnpackedHasNoContent() {
    assertThat(read(1, OUTPUT)).isEmpty();
  }

  private Optional<UnpackedImage> read(int exit, String out) {
    Machine machine =
        new FolderMachine(folder) {
          @Override
          public Optional<Result> ask(Command command) {
            return Optional.of(new Result(exit, out, ""));
          }
        };
    return UnpackedImage.read(
        machine, "unpack", Path.of("/boot/initramfs-linux.img"), List.of(CONFIG, LIST));
  }
}
