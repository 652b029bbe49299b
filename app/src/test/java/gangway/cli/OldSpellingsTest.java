package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old spellings of commands and options, through the command line. */
class OldSpellingsTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "ready --dry-run pv2, enable-hotplug --dry-run pv2, ready, enable-hotplug",
    "migrate --stopped --cold pv1 there, migrate --suspended --cold pv1 there,"
        + " migrate --stopped, migrate --suspended",
    "new db1 --toolstack virsh --dry-run --kernel /srv/vmlinux,"
        + " new db1 --toolstack libvirt --dry-run --kernel /srv/vmlinux,"
        + " new --toolstack virsh, new --toolstack libvirt",
    "new --toolstack=virsh db1 --dry-run --kernel /srv/vmlinux,"
        + " new --toolstack=libvirt db1 --dry-run --kernel /srv/vmlinux,"
        + " new --toolstack=virsh, new --toolstack=libvirt"
  })
  void anOldSpellingWorksAndPrintsOneWarning(
      String old, String current, String oldName, String currentName) {
    host.put("srv/vmlinux", "");
    Run expected = Run.on(folder, current.split(" "));
    Run run = Run.on(folder, old.split(" "));
    assertThat(run.exit()).isEqualTo(expected.exit());
    assertThat(run.out()).isEqualTo(expected.out());
    assertThat(run.err())
        .isEqualTo(
            "warning: 'gangway "
                + oldName
                + "' is deprecated and will be removed in the next release; use 'gangway "
                + currentName
                + "'\n"
                + expected.err());
    assertThat(expected.err()).doesNotContain("deprecated");
  }

  @Test
  void theCommandIsFoundBehindEachFormOfTheHostOption() {
    String warning = "'gangway ready' is deprecated";
    assertThat(Run.of("--host", folder.toString(), "ready", "--dry-run", "pv2").err())
        .contains(warning);
    assertThat(Run.of("--host=" + folder, "ready", "--dry-run", "pv2").err()).contains(warning);
    assertThat(Run.of("ready", "--help").out()).startsWith("Usage: gangway enable-hotplug");
  }

  @Test
  void theSameWordsElsewhereAreNotOldSpellings() {
    host.put("etc/xen/ready.cfg", "name = \"ready\"\nbootloader='pygrub'\n");
    Run guestNamedReady = Run.on(folder, "enable-hotplug", "--dry-run", "ready");
    assertThat(guestNamedReady.exit()).isEqualTo(ExitCode.DONE);
    assertThat(guestNamedReady.err()).doesNotContain("deprecated");
    assertThat(Run.on(folder, "new", "--dry-run", "--", "--toolstack", "virsh").err())
        .doesNotContain("deprecated");
    assertThat(Run.on(folder, "save", "--stopped", "pv1", "/srv/a").err())
        .doesNotContain("deprecated");
    assertThat(Run.of("--host").err()).doesNotContain("deprecated");
  }
}
