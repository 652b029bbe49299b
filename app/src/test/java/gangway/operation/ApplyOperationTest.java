package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.declaration.Declaration;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.OriginalDriver;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.operation.ApplyOperation.Checked;
import gangway.operation.ApplyOperation.Result;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A declared state is reached in one operation, or the host stays as it is. */
class ApplyOperationTest {
  static Stream<DeclaredHost> hosts() {
    return DeclaredHost.all();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aFileIsAppliedInOneOperationWithThePlanOfTheDryRun(DeclaredHost declared) {
    GuideHost host = declared.host();
    Checked checked = declared.operation().check(host.machine());
    assertThat(checked.parts()).hasSizeGreaterThan(1);

    assertThat(declared.perform(by(host.machine()))).isInstanceOf(Result.Done.class);

    List<Operation> operations = new Journal(host.machine()).closed();
    assertThat(operations).hasSize(1);
    assertThat(operations.getFirst().steps())
        .isEqualTo(checked.plan().all().stream().map(Step::says).toList());
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aFileThatIsAppliedAgainChangesNothing(DeclaredHost declared) {
    GuideHost host = declared.host();
    declared.perform(by(host.machine()));
    SortedMap<String, String> after = host.everything();
    ActingHost again = host.machine();

    assertThat(declared.perform(by(again))).isInstanceOf(Result.AlreadySo.class);

    assertThat(host.changesSince(after)).isEmpty();
    assertThat(new Journal(again).closed()).hasSize(1);
    assertThat(new Journal(again).open()).isEmpty();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void anActionThatFailsUndoesAllRequests(DeclaredHost declared) {
    SortedMap<String, String> before = declared.host().everything();
    for (int n = 1; ; n++) {
      GuideHost host = declared.host();
      ActingHost machine = host.machine().failing(n, Failure.NOT_DONE);
      try {
        declared.perform(by(machine));
      } catch (Problem problem) {
        assertThat(problem.kind()).as("failed at " + n).isEqualTo(Problem.Kind.FAILED);
        assertThat(host.changesSince(before)).as("failed at " + n).isEmpty();
        assertThat(new Journal(machine).open()).isEmpty();
        assertThat(new Journal(machine).closed())
            .extracting(operation -> operation.end().orElseThrow().outcome())
            .containsOnly(Outcome.UNDONE);
        continue;
      }
      if (machine.acts().size() < n) {
        assertThat(n).isGreaterThan(2);
        return;
      }
    }
  }

  /** The disk becomes full while the first request is performed. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void aRequestThatIsRefusedInTheMiddleUndoesTheRequestsBefore(DeclaredHost declared) {
    GuideHost counted = declared.host();
    ActingHost counting = counted.machine();
    declared.perform(by(counting));
    SortedMap<String, String> before = declared.host().everything();
    SortedMap<String, String> after = counted.everything();
    int undone = 0;
    for (int n = 1; n <= counting.calls().size(); n++) {
      GuideHost host = declared.host();
      ActingHost machine = host.machine().beforeCall(n, () -> host.free(1, 1, 1));
      try {
        if (declared.perform(by(machine)) instanceof Result.Done) {
          assertThat(host.changesSince(after)).as("full at " + n).isEmpty();
        } else {
          assertThat(host.changesSince(before)).as("full at " + n).isEmpty();
        }
      } catch (Problem problem) {
        assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
        assertThat(problem.evidence()).anyMatch(line -> line.contains("is refused, DISK-FULL: "));
        assertThat(host.changesSince(before)).as("full at " + n).isEmpty();
        undone++;
      }
      assertThat(new Journal(machine).open()).isEmpty();
    }
    assertThat(undone).isPositive();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void anOperationKilledAnywhereIsUndoneAsAWholeOrFoundDone(DeclaredHost declared) {
    SortedMap<String, String> before = declared.host().everything();
    GuideHost performed = declared.host();
    declared.perform(Scene.former(performed.machine()));
    SortedMap<String, String> after = performed.everything();
    int n = 1;
    for (GuideHost host = declared.host(); killed(declared, host, n); host = declared.host()) {
      List<Outcome> outcomes = recovered(host);
      boolean done = outcomes.equals(List.of(Outcome.DONE));
      assertThat(host.changesSince(done ? after : before)).as("killed at " + n).isEmpty();
      assertThat(outcomes).hasSizeLessThanOrEqualTo(1);
      n++;
    }
    assertThat(n).isGreaterThan(10);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void aKilledRecoveryCanBeRepeated(DeclaredHost declared) {
    SortedMap<String, String> before = declared.host().everything();
    for (int n : new int[] {8, 12, 16}) {
      GuideHost host = declared.host();
      assertThat(killed(declared, host, n)).as("killed at " + n).isTrue();
      int times = 1;
      while (recoveryKilled(host, times)) {
        times++;
      }
      assertThat(host.changesSince(before)).as("killed at " + n).isEmpty();
    }
  }

  /** The host boots with the files written so far, and its guests no longer exist. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void afterAPowerFailureTheHostIsAsAfterARebootBeforeOrAfterTheOperation(DeclaredHost declared) {
    SortedMap<String, String> before = steady(declared.host().reboot());
    GuideHost performed = declared.host();
    declared.perform(Scene.former(performed.machine()));
    SortedMap<String, String> after = steady(performed.reboot());
    for (int n = 1; ; n++) {
      GuideHost host = declared.host();
      if (!killed(declared, host, n)) {
        return;
      }
      host.reboot();
      boolean done = recovered(host).equals(List.of(Outcome.DONE));
      assertThat(Scene.differences(done ? after : before, steady(host)))
          .as("cut at " + n)
          .isEmpty();
    }
  }

  @Test
  void aDeclaredAddressWithAnotherDeviceIsNotAlreadySo() {
    GuideHost host = new GuideHost();
    ApplyOperation operation = operation("hidden: [09:00.0]\n");
    operation.perform(by(host.machine()), _ -> {});
    assertThat(operation.check(host.machine()).changes()).isEmpty();

    host.put("var/lib/gangway/original/" + CARD, "id=144d:a808\ndriver=nvme\nmodule=nvme\n");

    assertThat(operation.check(host.machine()).findings())
        .filteredOn(Finding::blocks)
        .extracting(Finding::code)
        .contains("DEVICE-REPLACED");
  }

  @Test
  void aRefusedRequestRefusesAll() {
    GuideHost host = new GuideHost().hidden(CARD);
    SortedMap<String, String> before = host.everything();
    ApplyOperation operation =
        operation(
            "hidden: [03:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n  pv2: {devices: []}\n");
    assertThat(operation.perform(by(host.machine()), _ -> {})).isInstanceOf(Result.Refused.class);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @Test
  void aGuestThatCannotBeHotPluggedRefusesAllBeforeTheHide() {
    GuideHost host = new GuideHost().made(3, "{}", "{}");
    SortedMap<String, String> before = host.everything();
    ApplyOperation operation =
        operation("hidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n");
    Checked checked = operation.check(host.machine());
    assertThat(checked.findings())
        .filteredOn(Finding::blocks)
        .extracting(Finding::code)
        .containsExactly("GUEST-NO-HOTPLUG");
    assertThat(operation.perform(by(host.machine()), _ -> {})).isInstanceOf(Result.Refused.class);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void anAttachIsCheckedOnTheHostThatTheHideLeaves() {
    Checked checked =
        operation("hidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n")
            .check(new GuideHost().machine());
    assertThat(checked.refused()).isFalse();
    assertThat(checked.findings())
        .extracting(Finding::code)
        .doesNotContain("NOT-HIDDEN", "DEVICE-BOOT-DIFFERS");
  }

  @Test
  void aDeviceOfAGuestThatIsNotInTheFileStaysThere() {
    GuideHost host = new GuideHost().hidden(CARD).given(3, CARD).guest(4, "pv4");
    Checked checked = operation("guests:\n  pv4: {devices: [09:00.0]}\n").check(host.machine());
    assertThat(checked.refused()).isTrue();
    assertThat(checked.findings()).extracting(Finding::code).contains("OTHER-GUEST");
  }

  @Test
  void errorsOfTheFileAndErrorsOnTheHostAreReportedTogether() {
    GuideHost host = new GuideHost().hidden(TWIN);
    SortedMap<String, String> before = host.everything();
    ApplyOperation operation =
        operation("hiden: []\nguests:\n  pv1: {devices: [0b:00.0]}\n  pv9: {devices: [eth0]}\n");
    Problem problem =
        catchThrowableOfType(Problem.class, () -> operation.perform(by(host.machine()), _ -> {}));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    assertThat(problem.blocker()).isEqualTo("the file has 4 errors; nothing was changed");
    assertThat(problem.evidence())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("line 2: unknown key 'hiden'"),
            line -> assertThat(line).startsWith("line 4: this machine has no PCI function"),
            line -> assertThat(line).startsWith("line 5: "),
            line -> assertThat(line).startsWith("line 5: "));
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
  }

  @Test
  void withoutRootNothingIsCalledAlreadySo() {
    GuideHost host = new GuideHost().withoutRoot();
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> operation("guests:\n  pv2: {devices: []}\n").check(host.machine()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).startsWith("only root can read");
  }

  @Test
  void onAMachineWithoutXenNothingIsCalledAlreadySo() {
    GuideHost host = new GuideHost().without("sys/hypervisor/type");
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> operation("guests:\n  pv2: {devices: []}\n").check(host.machine()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).startsWith("this machine is not dom0 of a Xen host");
  }

  /** Another process gives the guest one more device before the operation claims the guest. */
  @Test
  void aHostThatChangesBeforeTheClaimIsNotChangedByChance() {
    int refused = 0;
    for (int n = 1; n <= 400; n++) {
      GuideHost host = new GuideHost().hidden(CARD, TWIN).given(3, CARD);
      ApplyOperation operation = operation("guests:\n  pv1: {devices: []}\n");
      ActingHost machine = host.machine().beforeCall(n, () -> host.given(3, TWIN));
      try {
        operation.perform(by(machine), _ -> {});
      } catch (Problem problem) {
        refused += problem.blocker().startsWith("the host changed while") ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
  }

  private static ApplyOperation operation(String text) {
    return new ApplyOperation(
        "the file", Declaration.parse("format: 1\n" + text), _ -> List.of(), Optional.empty());
  }

  static Submission by(ActingHost machine) {
    return Submission.of(machine, List.of("apply", "file"), new UnseenProgress());
  }

  static boolean killed(DeclaredHost declared, GuideHost host, int n) {
    try {
      declared.perform(Scene.former(host.machine().killedAt(n)));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static boolean recoveryKilled(GuideHost host, int n) {
    try {
      recovered(host.machine().killedAt(n));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static List<Outcome> recovered(GuideHost host) {
    return recovered(host.machine());
  }

  static List<Outcome> recovered(ActingHost machine) {
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    List<Outcome> outcomes =
        new Journal(machine).interrupted().stream().map(recovery::recover).toList();
    assertThat(new Journal(machine).open()).isEmpty();
    return outcomes;
  }

  private static SortedMap<String, String> steady(GuideHost host) {
    SortedMap<String, String> steady = host.everything();
    steady
        .keySet()
        .removeIf(name ->
            Stream.of(
                    "/proc/sys/kernel/random/boot_id",
                    "in quarantine",
                    OriginalDriver.FOLDER.toString())
                .anyMatch(name::startsWith));
    return steady;
  }
}
