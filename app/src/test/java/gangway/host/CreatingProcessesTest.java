package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that creates or restores a domain is not the xl that watches over a domain. */
class CreatingProcessesTest {
  private final GuideHost host =
      new GuideHost().put("proc/1/cmdline", "/sbin/init\0").put("proc/77/cmdline", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl restore /srv/pv1.image",
        "/usr/lib/xen-4.17/bin/xl -v create /etc/xen/pv1.cfg",
        "/usr/sbin/xl.distrib rest /srv/pv1.image",
        "/bin/sh /usr/sbin/xl cr pv1.cfg",
        "xl migrate-receive",
        "/usr/lib/xen-4.17/bin/libxl-save-helper --restore-domain 8 11"
      })
  void aProcessThatCreatesADomainIsFound(String line) {
    process(line);
    assertThat(read().lines()).containsExactly("process 4711: " + line);
    host.link("proc/4711/fd/1", "pipe:[81234]");
    assertThat(read().none()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xl list", "xl save pv1 /srv/create", "xl", "less create", "xl rename pv1 pv2"})
  void anotherProcessIsNotFound(String line) {
    process(line);
    assertThat(read().none()).isTrue();
  }

  @Test
  void theXlThatWatchesOverAnotherGuestIsNotFound() {
    process("xl restore /srv/pv2.image");
    host.put("var/log/xen/xl-pv2.log", "");
    host.link("proc/4711/fd/1", "/var/log/xen/xl-pv2.log");
    assertThat(read().none()).isTrue();
  }

  @Test
  void anyOtherOutputDoesNotShowThatXlWatchesOverAGuest() {
    process("xl restore /srv/pv2.image");
    host.put("root/xl-pv2.log", "");
    host.link("proc/4711/fd/1", "/root/xl-pv2.log");
    assertThat(read().none()).isFalse();
  }

  /** When the guest reboots, this process creates the domain again. */
  @Test
  void theXlThatWatchesOverTheGuestIsFound() {
    process("xl create /etc/xen/pv1.cfg");
    host.put("var/log/xen/xl-pv1.log", "");
    host.link("proc/4711/fd/1", "/var/log/xen/xl-pv1.log");
    assertThat(read().none()).isFalse();
  }

  @Test
  void processesThatCannotBeReadAreNotAbsent() {
    assertThat(unreadable("/proc/77/cmdline").doubt()).isPresent();
    assertThat(unreadable("/proc").doubt()).isPresent();
    assertThat(CreatingProcesses.read(new GuideHost().machine(), "pv1").doubt())
        .contains("/proc shows no process");
    host.link("proc/self/ns/pid", "pid:[4026532999]");
    assertThat(read().doubt()).isPresent();
    assertThat(read().none()).isFalse();
  }

  private FoundProcesses unreadable(String path) {
    return CreatingProcesses.read(host.machine().unreadable(Path.of(path)), "pv1");
  }

  private void process(String line) {
    host.put("proc/4711/cmdline", line.replace(' ', '\0') + "\0");
  }

  private FoundProcesses read() {
    return CreatingProcesses.read(host.machine(), "pv1");
  }
}
