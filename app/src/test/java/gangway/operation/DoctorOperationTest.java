package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.doctor.IssueCase;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.OperationWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Safe repairs are performed and verified; other issues are not changed. */
class DoctorOperationTest {
  /** A process that does not exist any more. */
  private final List<String> begun = new ArrayList<>();

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  static Stream<IssueCase> safe() {
    return IssueCase.cases().filter(IssueCase::safe);
  }

  static Stream<IssueCase> theRest() {
    return IssueCase.cases().filter(made -> !made.safe());
  }

  @ParameterizedTest
  @MethodSource("safe")
  void aSafeRepairLeavesNoIssue(IssueCase made) {
    made.made().accept(host);
    DoctorOperation result = treat(host.machine());
    assertThat(result.failed()).isEmpty();
    assertThat(result.repaired()).extracting(Issue::code).containsExactly(made.code());
    assertThat(begun).containsExactly(made.code());
    assertThat(result.left().issues()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("theRest")
  void anIssueWithoutASafeRepairIsReportedAndNotChanged(IssueCase made) {
    made.made().accept(host);
    SortedMap<String, String> before = host.everything();
    DoctorOperation result = treat(host.machine());
    assertThat(result.repaired()).isEmpty();
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(result.left().issues()).extracting(Issue::code).containsExactly(made.code());
  }

  /** The first action fails, then the second, and so on to the last. */
  @ParameterizedTest
  @MethodSource("safe")
  void ifAnyActionFailsTheHostIsAsBeforeAndTheIssueRemains(IssueCase made) {
    made.made().accept(host);
    SortedMap<String, String> before = host.everything();
    for (int n = 1; ; n++) {
      ActingHost machine = host.machine().failing(n, Failure.NOT_DONE);
      DoctorOperation result = treat(machine);
      if (result.failed().isEmpty()) {
        assertThat(machine.acts()).isNotEmpty().hasSize(n - 1);
        return;
      }
      String failed = machine.acts().get(n - 1);
      assertThat(result.inconsistent()).as(failed).isFalse();
      assertThat(result.repaired()).as(failed).isEmpty();
      assertThat(result.left().issues())
          .as(failed)
          .extracting(Issue::code)
          .containsExactly(made.code());
      assertThat(host.changesSince(before))
          .as(failed)
          .allMatch(DoctorOperationTest::ofALoadedModule);
    }
  }

  /**
   * Kills the repair at its first change of the host or the journal, then at its second, and so on.
   */
  @ParameterizedTest
  @MethodSource("safe")
  void aRepairKilledAnywhereIsUndoneOrComplete(IssueCase made) {
    int n = 1;
    for (; ; n++) {
      GuideHost killed = new GuideHost();
      made.made().accept(killed.put("proc/sys/kernel/random/boot_id", "2f0d\n"));
      SortedMap<String, String> before = killed.everything();
      if (!killed(killed.machine().killedAt(n))) {
        break;
      }
      recover(killed.machine());
      if (!Diagnosis.of(DoctorInput.seen(killed.machine())).issues().isEmpty()) {
        assertThat(killed.changesSince(before))
            .as("killed at %d", n)
            // the quarantine is not visible, and does no harm to a function in pciback
            .allMatch(change -> ofALoadedModule(change) || change.startsWith("in quarantine"));
      }
    }
    assertThat(n).isGreaterThan(5);
  }

  private boolean killed(ActingHost machine) {
    try {
      treat(machine);
    } catch (ActingHost.Killed | Problem ended) {
      // the process does not exist any more
    }
    return machine.wasKilled();
  }

  private static void recover(ActingHost machine) {
    Recovery recovery = new Recovery(machine, Author.present(machine), new RecordedProgress());
    new Journal(machine).interrupted().forEach(recovery::recover);
    assertThat(new Journal(machine).open()).isEmpty();
  }

  @Test
  void aFunctionOfAnotherOperationIsNotRepaired() {
    host.put(host.folder(CARD) + "/driver_override", "pciback\n");
    ActingHost machine = host.machine();
    Claim claim = new Claim.OfFunction(GuideHost.address(CARD));
    OperationWriter.begin(machine, Author.present(machine), List.of("hide", CARD), Set.of(claim));
    DoctorOperation result = treat(machine);
    assertThat(result.repaired()).isEmpty();
    assertThat(result.failed())
        .extracting(failure -> failure.why().kind())
        .containsExactly(Problem.Kind.REFUSED);
  }

  @Test
  void eachRepairIsAnOperationInTheJournal() {
    IssueCase.destroyed(host);
    ActingHost machine = host.machine();
    treat(machine);
    assertThat(new Journal(machine).closed())
        .singleElement()
        .satisfies(run -> {
          assertThat(run.command()).isEqualTo("doctor --fix");
          assertThat(run.steps()).containsExactly("remove the PCI record of domain 3");
          assertThat(run.end()).isPresent();
        });
  }

  /** A module that was loaded on the way stays: it may drive other functions. */
  private static boolean ofALoadedModule(String change) {
    return change.startsWith("/sys/bus/pci/drivers/e1000e/") || change.startsWith("/sys/module/");
  }

  @Test
  void aFailedRepairDoesNotStopTheOthers() {
    IssueCase.destroyed(host).store().with("/local/domain/0/backend/pci/7/0/state", "6");
    DoctorOperation result = treat(host.machine().failing(1, Failure.NOT_DONE));
    assertThat(result.failed()).hasSize(1);
    assertThat(result.repaired()).hasSize(1);
    assertThat(result.left().issues()).hasSize(1);
  }

  @Test
  void theRecordOfADomainThatCameBackIsKept() {
    IssueCase.destroyed(host);
    Diagnosis diagnosis = Diagnosis.of(DoctorInput.seen(host.machine()));
    host.guest(3, "pv1");
    SortedMap<String, String> before = host.everything();
    DoctorOperation result = DoctorOperation.of(diagnosis, submission(host.machine()), _ -> {});
    assertThat(result.failed().getFirst().why().evidence())
        .containsExactly(
            "could not remove the PCI record of domain 3: precondition no longer met: domain 3 no"
                + " longer exists");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void theRecordOfARunningGuestIsKept() {
    IssueCase.destroyed(host).guest(4, "pv1").given(4, CARD);
    treat(host.machine());
    assertThat(host.store().read("/local/domain/0/backend/pci/3")).isEmpty();
    assertThat(host.store().read("/local/domain/0/backend/pci/4/0/dev-0")).contains(CARD);
  }

  @Test
  void doctorMakesAFunctionKnownToXlWithItsDriverAndQuarantine() {
    IssueCase.hiddenAtBoot(host)
        .put("var/lib/gangway/original/" + CARD, "id=8086:10d3\ndriver=e1000e\nmodule=e1000e\n");
    ActingHost machine = host.machine();
    treat(machine);
    assertThat(machine.acts())
        .containsExactly(
            "run xenstore-write /libxl/pci/0000-09-00-0/driver_path"
                + " /sys/bus/pci/drivers/e1000e",
            "run xl pci-assignable-add 0000:09:00.0");
  }

  private DoctorOperation treat(ActingHost machine) {
    return DoctorOperation.of(
        Diagnosis.of(DoctorInput.seen(machine)),
        submission(machine),
        issue -> begun.add(issue.code()));
  }

  private static Submission submission(ActingHost machine) {
    return new Submission(
        machine, Authors.ROOT, List.of("doctor", "--fix"), new RecordedProgress());
  }
}
