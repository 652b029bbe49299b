package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.operation.RequestOperation.Checked;
import gangway.operation.RequestOperation.Result;
import gangway.plan.Step;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** assign and unassign: one operation from dom0's driver to the guest, and back. */
class AssignmentTest {
  static Stream<AssignedHost> hosts() {
    return AssignedHost.all();
  }

  @Test
  void aNicOfDom0IsHiddenAndAttachedToTheRunningGuest() {
    GuideHost host = new GuideHost().put(AssignedHost.PV1, AssignedHost.WITHOUT);
    ActingHost machine = host.machine();

    assertThat(AssignedHost.operation(attach(BOTH, "pv1", CARD)).perform(by(machine)))
        .isInstanceOf(Result.Done.class);

    assertThat(host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow().owner())
        .hasToString("guest pv1");
    assertThat(machine.read(Path.of("/", AssignedHost.PV1)).orElseThrow()).contains("09:00.0");
    assertThat(machine.read(Path.of("/etc/modprobe.d/gangway.conf")).orElseThrow())
        .contains("09:00.0");
    assertThat(new Journal(machine).closed()).hasSize(1);
  }

  @Test
  void unassignBringsDom0sDriverAndEverySettingBack() {
    GuideHost before = new GuideHost().put(AssignedHost.PV1, AssignedHost.WITHOUT);
    before.put("proc/sys/kernel/random/boot_id", "2f0d\n");
    SortedMap<String, String> everything = before.everything();
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    AssignedHost.given(host);

    assertThat(AssignedHost.operation(detach(BOTH, "pv1", CARD, TWIN)).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);

    assertThat(host.changesSince(everything))
        .allMatch(line ->
            line.contains("hot-plugs")
                || line.contains("xen_pciback")
                || line.contains("pciback")
                || line.contains(AssignedHost.PV1)
                || line.contains("backend/pci"));
    assertThat(host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow().owner())
        .hasToString("e1000e");
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void anAssignmentIsOneOperationWithThePlanOfTheCheck(AssignedHost assigned) {
    GuideHost host = assigned.host();
    int former = new Journal(host.machine()).closed().size();
    Checked checked = assigned.operation().check(host.machine());
    assertThat(checked.parts().all()).hasSize(2);

    assertThat(assigned.perform(by(host.machine()))).isInstanceOf(Result.Done.class);

    List<Operation> operations = new Journal(host.machine()).closed();
    assertThat(operations).hasSize(former + 1);
    assertThat(
            operations.stream()
                .filter(operation -> operation.command().startsWith("test"))
                .map(Operation::steps))
        .contains(checked.planned().plan().all().stream().map(Step::says).toList());
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /** What the steps will be is known before the first one: the digest is one of data. */
  @ParameterizedTest
  @MethodSource("hosts")
  void theStepsAreThoseThatWereShown(AssignedHost assigned) {
    GuideHost host = assigned.host();
    PlanDigest shown = assigned.operation().check(host.machine()).planned().digest();
    assertThat(AssignedHost.operation(assigned.request(), shown).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void anAssignmentThatIsRepeatedChangesNothing(AssignedHost assigned) {
    GuideHost host = assigned.host();
    assigned.perform(by(host.machine()));
    SortedMap<String, String> after = host.everything();
    ActingHost again = host.machine();

    assertThat(assigned.perform(by(again))).isInstanceOf(Result.AlreadySo.class);

    assertThat(host.changesSince(after)).isEmpty();
    assertThat(new Journal(again).open()).isEmpty();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void anActionThatFailsUndoesEverything(AssignedHost assigned) {
    SortedMap<String, String> before = assigned.host().everything();
    for (int n = 1; ; n++) {
      GuideHost host = assigned.host();
      ActingHost machine = host.machine().failing(n, Failure.NOT_DONE);
      try {
        assigned.perform(by(machine));
      } catch (Problem problem) {
        assertThat(problem.kind()).as("failed at " + n).isEqualTo(Problem.Kind.FAILED);
        assertThat(host.changesSince(before)).as("failed at " + n).isEmpty();
        assertThat(new Journal(machine).open()).isEmpty();
        continue;
      }
      if (machine.acts().size() < n) {
        assertThat(n).isGreaterThan(2);
        return;
      }
    }
  }

  @Test
  void ifTheSecondFunctionCannotBeAttachedDom0HasBothDriversAgain() {
    AssignedHost assigned = AssignedHost.all().findFirst().orElseThrow();
    GuideHost counted = assigned.host();
    ActingHost counting = counted.machine();
    assigned.perform(by(counting));
    int second = 1 + indexOf(counting.acts(), "pci-attach", TWIN);
    SortedMap<String, String> before = assigned.host().everything();
    GuideHost host = assigned.host();
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () -> assigned.perform(by(host.machine().failing(second, Failure.NOT_DONE))));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
    for (String function : List.of(CARD, TWIN)) {
      assertThat(host.observed().inventory().at(GuideHost.address(function)).orElseThrow().owner())
          .asString()
          .startsWith("e1000");
    }
  }

  private static int indexOf(List<String> acts, String... parts) {
    for (int i = 0; i < acts.size(); i++) {
      if (Stream.of(parts).allMatch(acts.get(i)::contains)) {
        return i;
      }
    }
    throw new AssertionError(acts.toString());
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hosts")
  void anAssignmentKilledAnywhereIsUndoneAsAWholeOrFoundDone(AssignedHost assigned) {
    SortedMap<String, String> before = assigned.host().everything();
    GuideHost performed = assigned.host();
    assigned.perform(Scene.former(performed.machine()));
    SortedMap<String, String> after = performed.everything();
    int n = 1;
    for (GuideHost host = assigned.host(); killed(assigned, host, n); host = assigned.host()) {
      List<Outcome> outcomes = ApplyOperationTest.recovered(host.machine());
      boolean done = outcomes.equals(List.of(Outcome.DONE));
      assertThat(host.changesSince(done ? after : before)).as("killed at " + n).isEmpty();
      assertThat(outcomes).hasSizeLessThanOrEqualTo(1);
      n++;
    }
    assertThat(n).isGreaterThan(10);
  }

  private static boolean killed(AssignedHost assigned, GuideHost host, int n) {
    try {
      assigned.perform(Scene.former(host.machine().killedAt(n)));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  @Test
  void whatTheHideResolvesIsNoFindingOfTheAssignment() {
    Checked checked =
        AssignedHost.operation(attach(BOTH, "pv1", CARD)).check(new GuideHost().machine());
    assertThat(checked.refused()).isFalse();
    assertThat(checked.findings())
        .extracting(Finding::code)
        .doesNotContain("NOT-HIDDEN", "DEVICE-BOOT-DIFFERS");
  }

  @Test
  void theFindingsOfBothPartsAreShown() {
    Checked checked =
        AssignedHost.operation(attach(BOTH, "pv9", DISK)).check(new GuideHost().machine());
    assertThat(checked.findings()).extracting(Finding::code).contains("DISK-ROOT", "NO-SUCH-GUEST");
  }

  @Test
  void theDiskOfDom0IsRefused() {
    mustBeRefused(new GuideHost(), attach(NOW, "pv1", CARD, DISK), "DISK-ROOT");
  }

  @Test
  void aFunctionOfAnotherGuestIsRefused() {
    GuideHost host = new GuideHost().hidden(CARD).given(3, CARD).guest(4, "pv4");
    mustBeRefused(host, attach(NOW, "pv4", CARD), "OTHER-GUEST");
  }

  @Test
  void unassignOfAFunctionOfAnotherGuestIsRefused() {
    GuideHost host = new GuideHost().hidden(CARD).given(3, CARD).guest(4, "pv4");
    mustBeRefused(host, detach(NOW, "pv4", CARD), "GUEST-HAS-IT");
  }

  /** Guest pv2 is off: only its definition would change, and the list for the next boot. */
  @Test
  void unassignForLaterOfAFunctionOfAnotherGuestIsRefused() {
    mustBelongToPv1(new GuideHost().hidden(CARD).given(3, CARD), detach(LASTING, "pv2", CARD));
  }

  @Test
  void unassignOfAFunctionInTheDefinitionOfAnotherGuestIsRefused() {
    GuideHost host =
        new GuideHost().hidden(CARD).put("etc/xen/pv1.cfg", "name = 'pv1'\npci = ['09:00.0']\n");
    mustBelongToPv1(host, detach(LASTING, "pv2", CARD));
  }

  private static void mustBelongToPv1(GuideHost host, Request request) {
    SortedMap<String, String> before = host.everything();
    RequestOperation operation = AssignedHost.operation(request);
    assertThatThrownBy(() -> operation.check(host.machine()))
        .hasMessageContaining("belongs to guest 'pv1'");
    assertThatThrownBy(() -> operation.perform(by(host.machine())))
        .hasMessageContaining("belongs to guest 'pv1'");
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /** Nothing would have to be detached, but a wrong name must not return a function to dom0. */
  @Test
  void unassignFromAGuestThatDoesNotExistIsRefused() {
    mustBeRefused(new GuideHost().hidden(CARD), detach(NOW, "pv9", CARD), "NO-SUCH-GUEST");
  }

  @Test
  void aGuestThatCannotBeHotPluggedRefusesBeforeTheHide() {
    mustBeRefused(
        new GuideHost().made(3, "{}", "{}"), attach(NOW, "pv1", CARD), "GUEST-NO-HOTPLUG");
  }

  private static void mustBeRefused(GuideHost host, Request request, String code) {
    SortedMap<String, String> before = host.everything();
    RequestOperation operation = AssignedHost.operation(request);
    assertThat(operation.check(host.machine()).findings())
        .filteredOn(Finding::blocks)
        .extracting(Finding::code)
        .contains(code);
    assertThat(operation.perform(by(host.machine()))).isInstanceOf(Result.Refused.class);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @Test
  void aHiddenFunctionIsOnlyAttached() {
    GuideHost host = new GuideHost().hidden(CARD);
    Checked checked = AssignedHost.operation(attach(NOW, "pv1", CARD)).check(host.machine());
    assertThat(checked.parts().all()).hasSize(1);
    assertThat(AssignedHost.operation(attach(NOW, "pv1", CARD)).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);
  }

  @Test
  void aFunctionThatTheGuestHasNoLongerIsOnlyUnhidden() {
    GuideHost host = new GuideHost().hidden(CARD);
    assertThat(AssignedHost.operation(detach(NOW, "pv1", CARD)).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);
    assertThat(host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow().owner())
        .hasToString("e1000e");
  }

  /** The running guest keeps the function until it ends; dom0 has it after the next boot. */
  @Test
  void unassignInTheDefinitionLeavesTheRunningGuestAlone() {
    GuideHost host = new GuideHost();
    AssignedHost.given(host);
    assertThat(AssignedHost.operation(detach(LASTING, "pv1", CARD)).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);
    var function = host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow();
    assertThat(function.owner()).hasToString("guest pv1");
    assertThat(function.hiddenAfterReboot()).isFalse();
  }

  static Submission by(ActingHost machine) {
    return Submission.of(machine, List.of("test"), new UnseenProgress());
  }
}
