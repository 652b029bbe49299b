package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.cli.Run;
import gangway.corpus.CorpusHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger sends a folder with the files of a host, and an engineer reads it with --host. */
@Attack(Party.FILE)
@Tag("long")
@Timeout(120)
class HostFolderAttackTest {
  private static final String SECRET = "secret-of-this-machine";

  private static final List<String> PLACES =
      List.of(
          "etc/xen/a.cfg",
          "etc/libvirt/libxl/x.xml",
          "etc/modprobe.d/a.conf",
          "etc/default/grub",
          "etc/fstab",
          "etc/crypttab",
          "proc/cmdline",
          "proc/swaps",
          "proc/self/mountinfo",
          "proc/net/route",
          "proc/bus/input/devices",
          "proc/mdstat",
          "sys/bus/pci/devices/0000:09:00.0/uevent",
          "sys/bus/pci/devices/0000:09:00.0/config",
          "sys/bus/pci/devices/0000:09:00.0/driver_override",
          "sys/module/xen_pciback/parameters/hide",
          "usr/share/misc/pci.ids",
          "var/lib/gangway/original/0000:09:00.0");

  private static final List<String> COMMANDS =
      List.of(
          "devices --all",
          "show 09:00.0",
          "guests",
          "doctor",
          "check hide 09:00.0",
          "check attach a 09:00.0",
          "hide --dry-run 09:00.0",
          "boot-config 09:00.0",
          "history");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"%s", "../../../../../../../../../../../..%s", "/%s/../secret"})
  void noLinkLeadsToAFileOfThisMachine(String target) throws IOException {
    Path secret = folder.toRealPath().resolve("secret");
    Files.writeString(secret, "name = '%1$s' hide=(%1$s) /%1$s\n".formatted(SECRET));
    for (String place : PLACES) {
      Path host = host();
      Files.createSymbolicLink(place(host, place), Path.of(target.formatted(secret)));
      for (String command : COMMANDS) {
        assertThat(assertPlain(Run.on(host, command.split(" "))).printed())
            .as("%s: %s", place, command)
            .doesNotContain(SECRET);
      }
    }
  }

  @Test
  void aPipeADeviceAndALoopDoNotHang() throws Exception {
    for (String place : PLACES) {
      Path host = host();
      new ProcessBuilder("mkfifo", place(host, place).toString()).start().waitFor();
      commands(host);
      Files.delete(host.resolve(place));
      Files.createSymbolicLink(host.resolve(place), host.resolve(place).getFileName());
      commands(host);
    }
    Path host = host();
    Files.createSymbolicLink(host.resolve("etc/self"), Path.of(".."));
    Files.createSymbolicLink(place(host, "etc/xen/all"), Path.of("/"));
    commands(host);
  }

  private static void commands(Path host) {
    for (String command : COMMANDS) {
      assertPlain(Run.on(host, command.split(" ")));
    }
  }

  /** A small host in a folder of its own. */
  private Path host() throws IOException {
    Path host = Files.createTempDirectory(folder, "host");
    CorpusHost.lay(CorpusHost.CORPUS.resolve("hosts/fstab-plain.host"), host);
    return host;
  }

  /** A free place for a link. */
  private static Path place(Path host, String name) throws IOException {
    Path place = host.resolve(name);
    Files.createDirectories(place.getParent());
    Files.deleteIfExists(place);
    return place;
  }
}
