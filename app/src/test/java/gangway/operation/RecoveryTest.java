package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Golden;
import gangway.boot.Dialect;
import gangway.boot.FileEdit;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.OriginalDriver;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.operation.RequestPerformerTest.Story;
import gangway.passthrough.AssignmentCondition;
import gangway.passthrough.AttachByToolstack;
import gangway.passthrough.DetachAction;
import gangway.passthrough.FunctionCondition;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operation that is killed at any point is undone, or found to be done. */
class RecoveryTest {
  static Stream<Story> stories() {
    return RequestPerformerTest.stories();
  }

  /**
   * Kills the operation instead of its first change of the host or the journal, then of its second,
   * and so on; the last line of the journal is then incomplete.
   */
  @ParameterizedTest
  @MethodSource("stories")
  void anOperationKilledAnywhereIsUndoneOrFoundDone(Story story) {
    SortedMap<String, String> after = after(story, made(story));
    GuideHost host = made(story);
    SortedMap<String, String> before = host.everything();
    int n = 1;
    while (killed(host, story, n)) {
      List<Outcome> outcomes = recovered(host);
      boolean done = host.everything().equals(after);
      if (done) {
        host = made(story);
      }
      assertThat(host.changesSince(before)).as("killed at " + n).isEmpty();
      assertThat(outcomes)
          .as("killed at " + n)
          .isSubsetOf(done ? Outcome.DONE : Outcome.UNDONE)
          .hasSizeLessThanOrEqualTo(1);
      n++;
    }
    assertThat(n).isGreaterThan(10);
  }

  /** The journals are of a version that wrote format 1, killed at the same point. */
  @ParameterizedTest
  @CsvSource({
    "hide two functions, 11",
    "hide two functions, 17",
    "unhide two functions, 11",
    "attach two functions, 8",
    "attach two functions, 14",
    "detach two functions, 8",
    "detach two functions, 17"
  })
  void anInterruptedOperationOfAnOlderVersionIsUndone(String name, int n) {
    Story story = stories().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    GuideHost host = made(story);
    SortedMap<String, String> before = host.everything();
    assertThat(killed(host, story, n)).isTrue();
    Operation killed = new Journal(host.machine()).open().getFirst();
    assertThat(killed.openSteps()).isNotEmpty();
    UndoRecord undertaking =
        Features.PLANS.parse(
            new Journal(host.machine()).plan(killed).orElseThrow(), UndoRecord.class);
    String journal = "1/journals/%s-%d/".formatted(name.replace(' ', '-'), n);
    host.without("var/lib/gangway/running/" + killed.id() + "/run.jsonl");
    host.put(
        "var/lib/gangway/running/old/run.jsonl",
        Golden.read(journal + "run.jsonl").replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"old\""));
    host.put("var/lib/gangway/running/old/plan.json", Golden.read(journal + "plan.json"));
    Operation read = new Journal(host.machine()).open().getFirst();
    assertThat(read.openSteps()).isEqualTo(killed.openSteps());
    UndoRecord old =
        Features.PLANS.parse(
            new Journal(host.machine()).plan(read).orElseThrow(), UndoRecord.class);
    assertThat(read.steps()).isEqualTo(old.plan().steps().stream().map(Step::says).toList());
    assertThat(withoutTexts(old)).isEqualTo(withoutTexts(undertaking));

    assertThat(recovered(host)).containsExactly(Outcome.UNDONE);

    assertThat(host.changesSince(before)).isEmpty();
  }

  /** The texts of steps and the time limits of commands differ between versions. */
  private static UndoRecord withoutTexts(UndoRecord undertaking) {
    List<Step> steps =
        undertaking.plan().steps().stream()
            // older versions build images that do not look for moved devices
            .filter(step -> step.acts().stream().noneMatch(RecoveryTest::isListOfFunctions))
            .map(step ->
                new Step(
                    "",
                    withoutLimits(step.acts()),
                    step.after(),
                    withoutLimits(step.undo()),
                    // older versions undo earlier steps in any case
                    switch (step.before()) {
                      case Condition.UndoBarrier(Condition state) -> state;
                      case Condition.UndoneFirst(
                              AssignmentCondition.GuestNoted(int domid, PciAddress function),
                              _) ->
                          new AssignmentCondition.GuestOnRecord(domid, function);
                      case Condition.UndoneFirst(Condition state, _) -> state;
                      default -> step.before();
                    }))
            .toList();
    return new UndoRecord(undertaking.request(), undertaking.hidden(), new Plan(steps));
  }

  private static boolean isListOfFunctions(Action action) {
    return action instanceof Action.ReplaceFile(FileEdit edit)
        && edit.file().equals(Dialect.MODPROBE_D.file());
  }

  private static List<Action> withoutLimits(List<Action> actions) {
    return actions.stream()
        // older versions undo without a look at the processes
        .filter(action -> !(action instanceof DetachAction.RequireNoSave))
        .map(action ->
            switch (action) {
              // older versions put a function into quarantine that a guest has, too
              case Action.RunUnless(FunctionCondition.OfAGuest _, var command) ->
                  new Action.Run(command.unlimited());
              case Action.Run(var command) -> new Action.Run(command.unlimited());
              // older versions run the command without a look at the processes
              case AttachByToolstack(_, var command) -> new Action.Run(command.unlimited());
              default -> action;
            })
        .toList();
  }

  /** The toolstack restarts a guest with the functions that it had, with another domid. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFunctionsOfARestartedGuestAreRecoveredToo(boolean attached) {
    for (int n = 1; ; n++) {
      GuideHost host = new GuideHost().hidden(CARD);
      host.put("proc/sys/kernel/random/boot_id", "2f0d\n");
      Request request = attach(NOW, "pv1", CARD);
      if (!attached) {
        host.given(3, CARD);
        request = detach(NOW, "pv1", CARD);
      }
      if (!Runs.killed(Runs.rehearsed(host, request), host.machine().killedAt(n))) {
        assertThat(n).isGreaterThan(10);
        return;
      }
      boolean has = host.store().read("/local/domain/0/backend/pci/3/0/dev-0").isPresent();
      host.store().without("/local/domain/3").without("/local/domain/0/backend/pci/3");
      host.guest(5, "pv1");
      if (has) {
        host.given(5, CARD);
      }
      boolean done = recovered(host).contains(Outcome.DONE);
      assertThat(host.store().read("/local/domain/0/backend/pci/5/0/dev-0").isPresent())
          .as("killed at " + n)
          .isEqualTo(attached == done);
    }
  }

  /** A tool that the operation started does not die with it. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("stories")
  void changesOfToolsAfterTheKillAreUndoneToo(Story story) {
    SortedMap<String, String> after = after(story, made(story));
    GuideHost host = made(story);
    SortedMap<String, String> before = host.everything();
    int tools = 0;
    for (int n = 1;
        Runs.killed(rehearse(host, story), host.machine().killedAt(n).leavingItsCommand());
        n++) {
      tools += host.orphans().size();
      recovered(host);
      host.orphansEnd();
      if (host.everything().equals(after)) {
        host = made(story);
      }
      assertThat(host.changesSince(before)).as("killed at " + n).isEmpty();
    }
    assertThat(tools).isPositive();
  }

  /** Kills the recovery too, at its first change, then at its second, until a recovery succeeds. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("stories")
  void aKilledRecoveryCanBeRepeated(Story story) {
    SortedMap<String, String> after = after(story, made(story));
    for (int n : new int[] {6, 9, 12, 15}) {
      GuideHost host = made(story);
      SortedMap<String, String> before = host.everything();
      assertThat(killed(host, story, n)).as("killed at " + n).isTrue();
      int times = 1;
      while (recoveryKilled(host, times)) {
        times++;
      }
      assertThat(times).as("killed at " + n).isGreaterThan(2);
      assertThat(host.everything().equals(after) ? List.of() : host.changesSince(before))
          .as("killed at " + n)
          .isEmpty();
    }
  }

  /**
   * Power failure: the host boots with the files written so far, and its guests no longer exist.
   */
  @ParameterizedTest
  @MethodSource("stories")
  void afterAPowerFailureTheHostIsAsAfterARebootBeforeOrAfterTheOperation(Story story) {
    GuideHost whole = made(story);
    SortedMap<String, String> before = steady(whole.reboot());
    GuideHost performed = made(story);
    after(story, performed);
    SortedMap<String, String> after = steady(performed.reboot());
    int n = 1;
    for (; ; n++) {
      GuideHost host = made(story);
      if (!killed(host, story, n)) {
        break;
      }
      host.reboot();
      recovered(host);
      assertThat(steady(host).equals(after) ? List.of() : host.changesSince(before))
          .filteredOn(RecoveryTest::isSteady)
          .as("cut at " + n)
          .isEmpty();
    }
    assertThat(n).isGreaterThan(10);
  }

  /** A recovery in the new boot can be killed too. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("stories")
  void aKilledRecoveryFromAPowerFailureCanBeRepeated(Story story) {
    SortedMap<String, String> before = steady(made(story).reboot());
    GuideHost performed = made(story);
    after(story, performed);
    SortedMap<String, String> after = steady(performed.reboot());
    for (int n : new int[] {6, 9, 12, 15, 18}) {
      GuideHost host = made(story);
      assertThat(killed(host, story, n)).as("cut at " + n).isTrue();
      host.reboot();
      int times = 1;
      while (recoveryKilled(host, times)) {
        times++;
      }
      assertThat(times).as("cut at " + n).isGreaterThan(2);
      assertThat(steady(host).equals(after) ? List.of() : host.changesSince(before))
          .filteredOn(RecoveryTest::isSteady)
          .as("cut at " + n)
          .isEmpty();
    }
  }

  /**
   * Without what differs from boot to boot, without the quarantine, which is not observable, and
   * without the recorded drivers: more records than before do no harm.
   */
  private static SortedMap<String, String> steady(GuideHost host) {
    SortedMap<String, String> steady = host.everything();
    steady.keySet().removeIf(name -> !isSteady(name));
    return steady;
  }

  private static boolean isSteady(String name) {
    return Stream.of(
            "/proc/sys/kernel/random/boot_id", "in quarantine", OriginalDriver.FOLDER.toString())
        .noneMatch(name::startsWith);
  }

  private static GuideHost made(Story story) {
    GuideHost host = new GuideHost();
    host.put("proc/sys/kernel/random/boot_id", "2f0d\n");
    story.made().accept(host);
    return host;
  }

  private static boolean recoveryKilled(GuideHost host, int n) {
    try {
      recovered(host, host.machine().killedAt(n));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static SortedMap<String, String> after(Story story, GuideHost host) {
    Runs.perform(rehearse(host, story), host.machine(), new RecordedProgress());
    return host.everything();
  }

  private static boolean killed(GuideHost host, Story story, int n) {
    return Runs.killed(rehearse(host, story), host.machine().killedAt(n));
  }

  private static List<Outcome> recovered(GuideHost host) {
    return recovered(host, host.machine());
  }

  private static List<Outcome> recovered(GuideHost host, ActingHost machine) {
    List<Outcome> outcomes = Runs.recovered(host, machine);
    assertThat(new Journal(machine).open()).isEmpty();
    return outcomes;
  }

  private static PreparedRequest rehearse(GuideHost host, Story story) {
    return Runs.rehearsed(host, story.request());
  }
}
