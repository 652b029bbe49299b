package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A save or migration is recognized by its process, with and without the guard's wrappers. */
class SavingProcessesTest {
  private final GuideHost host =
      new GuideHost().put("proc/1/cmdline", "/sbin/init\0").put("proc/77/cmdline", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl save pv1 /srv/pv1.image",
        "/usr/lib/xen-4.17/bin/xl -v save -c 3 /srv/x",
        "/usr/sbin/xl.distrib sav pv1 /srv/x",
        "/bin/sh /usr/sbin/xl migrate pv1 other-host",
        "xl remus pv1 other-host",
        "sh -c xl save pv1 /srv/x; echo done",
        "/usr/lib/xen-4.17/bin/libxl-save-helper --save-domain 8 11 3 0 0 12",
        "/bin/sh /usr/lib/xen-4.17/bin/libxl-save-helper --save-domain 8 11 3",
        "/usr/lib/xen-4.17/bin/libxl-save-helper.distrib --restore-domain 8 11"
      })
  void aProcessThatSavesOrMigratesIsFound(String line) {
    host.put("proc/4711/cmdline", line.replace(' ', '\0') + "\0");

    FoundProcesses found = SavingProcesses.read(host.machine());

    assertThat(found.none()).isFalse();
    assertThat(found.lines()).containsExactly("process 4711: " + line);
  }

  /** The last two stay in the background as long as the guest that they started. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl list save",
        "watch xl list",
        "less xl-save.txt",
        "xl",
        "java -jar lib/gangway.jar recover",
        "xl restore /srv/pv2.image",
        "xl migrate-receive"
      })
  void aProcessThatDoesNeitherIsNotFound(String line) {
    host.put("proc/4711/cmdline", line.replace(' ', '\0') + "\0");
    assertThat(SavingProcesses.read(host.machine()).none()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl save pv1 /srv/pv1.image",
        "xl save -c 3 /srv/x",
        "xl save 03 /srv/x",
        "/bin/sh /usr/sbin/xl migrate -s ssh pv1 other-host",
        "/usr/sbin/xl.distrib remus pv1 other-host",
        "/bin/sh /usr/lib/xen-4.17/bin/libxl-save-helper --save-domain 8 -1 3 0 0 0",
        "/usr/lib/xen-4.17/bin/libxl-save-helper.distrib --save-domain 8 -1 3 0 0 0",
        "/usr/lib/xen/bin/libxl-save-helper --save-domain 8 3 0 0",
        "/usr/lib/xen/bin/libxl-save-helper --save-domain 8"
      })
  void aProcessThatSavesThisGuestIsFound(String line) {
    host.put("proc/4711/cmdline", line.replace(' ', '\0') + "\0");
    assertThat(SavingProcesses.ofGuest(host.machine(), 3, "pv1").lines())
        .containsExactly("process 4711: " + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl save pv2 /srv/pv2.image",
        "xl save pv10 /srv/pv10.image",
        "xl save 33 /srv/x",
        "xl pci-attach pv1 09:00.0",
        "xl restore /srv/pv1",
        "/usr/lib/xen/bin/libxl-save-helper --save-domain 3 -1 8 0 0 0",
        "/usr/lib/xen/bin/libxl-save-helper --restore-domain 8 -1 3 0 0 0"
      })
  void aProcessThatSavesAnotherGuestIsNotFound(String line) {
    host.put("proc/4711/cmdline", line.replace(' ', '\0') + "\0");
    assertThat(SavingProcesses.ofGuest(host.machine(), 3, "pv1").none()).isTrue();
  }

  @Test
  void aNameWithBlanksIsFound() {
    host.put("proc/4711/cmdline", "xl\0save\0my  guest\0/srv/x\0");
    assertThat(SavingProcesses.ofGuest(host.machine(), 3, "my  guest").found()).hasSize(1);
  }

  @Test
  void processesThatCannotBeReadAreNotAbsent() {
    assertThat(SavingProcesses.read(host.machine().unreadable(Path.of("/proc/77/cmdline"))).doubt())
        .isPresent();
    assertThat(SavingProcesses.read(host.machine().unreadable(Path.of("/proc"))).doubt())
        .isPresent();
  }

  @Test
  void aProcMountThatShowsNoProcessTellsNothing() {
    assertThat(SavingProcesses.read(new GuideHost().machine()).doubt())
        .contains("/proc shows no process");
  }

  @Test
  void inAnotherPidNamespaceTheProcessesOfDom0AreNotKnown() {
    host.link("proc/self/ns/pid", "pid:[4026532999]");
    assertThat(SavingProcesses.read(host.machine()).doubt())
        .hasValueSatisfying(why -> assertThat(why).contains("PID namespace"));
  }

  @Test
  void inTheInitialPidNamespaceTheyAreKnown() {
    host.link("proc/self/ns/pid", "pid:[4026531836]");
    assertThat(SavingProcesses.read(host.machine()).none()).isTrue();
  }
}
