package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.pci.identity.Identities.recorded;
import static gangway.pci.identity.Identities.serial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.OperationWriter;
import gangway.pci.Examples;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.Identities;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** hardware --acknowledge: all or nothing, and in the history. */
class HardwareAcknowledgementTest {
  private static final String OTHER = "00-1b-21-ff-ff-20-c4-a6";

  /** Makes a host that has another card than the recorded one. */
  private static GuideHost host() {
    GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .config(CARD, Examples.configBytes("82574l.txt"));
    return recorded(host, CARD, serial(Identities.of(host, CARD), OTHER));
  }

  static Stream<HardwareAcknowledgement> changes() {
    return Stream.of(
        new HardwareAcknowledgement.All(),
        new HardwareAcknowledgement.Of(List.of(GuideHost.address(CARD))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void theDeviceThatIsThereNowIsRecorded(HardwareAcknowledgement change) {
    GuideHost host = host();
    perform(change, host.machine());
    assertThat(HardwareRecord.of(host.machine()).known().at(GuideHost.address(CARD)))
        .contains(Identities.of(host, CARD));
    assertThat(new Journal(host.machine()).closed())
        .singleElement()
        .satisfies(one -> assertThat(one.command()).isEqualTo("test"));
    assertThat(operation(change).check(host.machine()).alreadySo()).isTrue();
  }

  @Test
  void allDevicesAreRecordedOnAHostWithoutARecord() {
    GuideHost host = new GuideHost();
    perform(new HardwareAcknowledgement.All(), host.machine());
    HardwareRecord record = HardwareRecord.of(host.machine());
    assertThat(record.known().complete()).isTrue();
    assertThat(record.known().devices().keySet())
        .containsExactlyElementsOf(
            host.observed().inventory().functions().stream().map(one -> one.address()).toList());
    assertThat(host.mode("var/lib/gangway/hardware.json")).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void whicheverActFailsTheFileIsAsBeforeOrAsAcknowledged(Failure how) {
    HardwareAcknowledgement change = new HardwareAcknowledgement.All();
    ActingHost complete = host().machine();
    perform(change, complete);
    Optional<String> after = complete.read(HardwareRecord.FILE);
    for (int n = 1; n <= complete.acts().size(); n++) {
      GuideHost host = host();
      Optional<String> before = host.machine().read(HardwareRecord.FILE);
      ActingHost failing = host.machine().failing(n, how);
      Problem problem = catchThrowableOfType(Problem.class, () -> perform(change, failing));
      Optional<String> now = host.machine().read(HardwareRecord.FILE);
      assertThat(now).as("act %d: %s", n, problem).isIn(before, after);
      if (problem == null) {
        assertThat(now).as("act %d", n).isEqualTo(after);
      } else if (problem.kind() != Problem.Kind.INCONSISTENT) {
        assertThat(now).as("act %d: %s", n, problem).isEqualTo(before);
      }
    }
  }

  @Test
  void aKilledAcknowledgementIsUndoneByRecover() {
    HardwareAcknowledgement change = new HardwareAcknowledgement.All();
    ActingHost complete = host().machine();
    perform(change, complete);
    for (int n = 1; n <= complete.acts().size(); n++) {
      GuideHost host = host();
      Optional<String> before = host.machine().read(HardwareRecord.FILE);
      try {
        operation(change).perform(Scene.former(host.machine().killedAt(n)));
      } catch (RuntimeException | Error killed) {
        // the process does not exist any more
      }
      boolean open = !new Journal(host.machine()).interrupted().isEmpty();
      new Scene(host, Optional.empty(), "-").recover();
      if (open) {
        assertThat(host.machine().read(HardwareRecord.FILE)).as("act %d", n).isEqualTo(before);
      }
    }
  }

  @Test
  void aRecordThatCannotBeReadIsNotReplaced() {
    GuideHost host = new GuideHost().put("var/lib/gangway/hardware.json", "{");
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> perform(new HardwareAcknowledgement.All(), host.machine()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.remedy()).contains("move /var/lib/gangway/hardware.json to another place");
    assertThat(host.machine().read(HardwareRecord.FILE)).contains("{");
  }

  @Test
  void aDeviceThatAnotherOperationChangesIsNotAcknowledged() {
    GuideHost host = host();
    ActingHost machine = host.machine();
    OperationWriter.begin(
        machine,
        Author.present(machine),
        List.of("hide", CARD),
        Set.of(new Claim.OfFunction(GuideHost.address(CARD))));
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                perform(
                    new HardwareAcknowledgement.Of(List.of(GuideHost.address(CARD))),
                    host.machine()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains(CARD);
  }

  private static SettingOperation operation(HardwareAcknowledgement change) {
    return new SettingOperation(change, Optional.empty());
  }

  private static void perform(HardwareAcknowledgement change, ActingHost machine) {
    operation(change).perform(Submission.of(machine, List.of("test"), new UnseenProgress()));
  }
}
