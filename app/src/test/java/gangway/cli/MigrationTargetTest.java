package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Interrupted;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host on which no operation is possible is not the target of a migration. */
class MigrationTargetTest {
  private static final String CONFIG = "gangway config --json";
  private static final String DF = "df -P -k /var/lib/gangway";

  private GuideHost here;
  private GuideHost there;

  @BeforeEach
  void twoHosts() {
    here =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("proc/1/cmdline", "/sbin/init\0")
            .put("srv/other", "")
            .put(
                "etc/xen/pv1.cfg",
                "name = 'pv1'\nkernel = '/srv/vmlinux'\npci = [ '%s' ]\n".formatted(CARD))
            .withShadow()
            .hidden(CARD, TWIN)
            .given(3, CARD);
    there = new GuideHost().put("proc/sys/kernel/random/boot_id", "77aa\n");
    there.store().without("/local/domain/3");
    thereIs("");
  }

  @Test
  void aHostThatCanActIsATarget() {
    Run run = migrate(machine(), "--dry-run");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--suspended", "--cold", "--dry-run"})
  void aConfigurationWithErrorsThereIsFoundBeforeAnythingChanges(String way) {
    GuideHost broken =
        new GuideHost().put("etc/gangway/gangway.conf", "[limits]\nguest-respones = 2 min\n");
    Run config = Run.on(broken.machine(), List.of("config", "--json"));
    there.answer(CONFIG, config.code(), config.out());
    ActingHost machine = machine();
    SortedMap<String, String> before = here.everything();

    Run run = migrate(machine, way);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains(
            "gangway on other-host refuses all changes, because its configuration cannot be used",
            "the configuration of this host has 1 error",
            "/etc/gangway/gangway.conf:2: unknown setting 'guest-respones' in [limits]",
            "fix: on other-host: correct /etc/gangway/gangway.conf");
    assertThat(here.changesSince(before)).isEmpty();
  }

  @Test
  void anEarlierVersionHasNoConfiguration() {
    there.answer(CONFIG, 2, "");
    Run run = migrate(machine(), "--dry-run");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aReasonWithoutJsonIsPrintedAsItIs() {
    there.answer(CONFIG, 3, "gangway: no\nfix: yes\n");
    Run run = migrate(machine(), "--dry-run");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("gangway: no", "fix: yes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 127, 255})
  void aHostThatDoesNotTellWhetherItCanActIsNoTarget(int exit) {
    there.answer(CONFIG, exit, "");
    assertRefused("other-host cannot be queried", "gangway config --json' failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | the file system of /var/lib/gangway on other-host has no space | free: 500 KiB; needed: 1024 KiB",
        "x | other-host cannot be queried | the free space of /var/lib/gangway there is not known"
      })
  void aFullDiskThereIsFound(String free, String blocker, String evidence) {
    there.answer(DF, "Filesystem ...\n/dev/sda2 9 9 %s 9%% /\n".formatted(free));
    assertRefused(blocker, evidence);
  }

  @Test
  void aJournalThatCannotBeWrittenThereIsFound() {
    there.refusal("test -w /var/lib/gangway");
    assertRefused(
        "gangway on other-host cannot write its journal",
        "fix: make /var/lib/gangway writable there",
        "read-only: /var/lib/gangway");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | an operation on other-host was interrupted while it changed | run 'gangway recover' there",
        "false | an operation on other-host is changing | wait until the operation has ended"
      })
  void anOperationOnTheFunctionThereIsFound(boolean interrupted, String blocker, String fix) {
    thereIs(
        ",\"operation\":{\"id\":\"1\",\"command\":\"hide 09:00.0\",\"pid\":4,\"interrupted\":%s}"
            .formatted(interrupted));
    assertRefused(blocker, fix, "'gangway hide 09:00.0'");
  }

  private void assertRefused(String... words) {
    ActingHost machine = machine();
    SortedMap<String, String> before = here.everything();
    Run run = migrate(machine, "--suspended");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains(words);
    assertThat(here.changesSince(before)).isEmpty();
  }

  private void thereIs(String operation) {
    there.answer(
        "gangway devices --json",
        "{\"format\":1,\"functions\":[{\"address\":\"%s\",\"id\":\"8086:10d3\",\"subsystem\":\"8086:a01f\",\"owner\":{\"kind\":\"pciback\"}%s}]}"
            .formatted(CARD, operation));
  }

  private ActingHost machine() {
    return here.machine().reaching("other-host", there).withModuleSaying(3, "1 0");
  }

  private static Run migrate(ActingHost machine, String way) {
    return Interrupted.run(machine, "migrate", way, "pv1", "other-host");
  }
}
