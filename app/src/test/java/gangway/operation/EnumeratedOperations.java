package gangway.operation;

import gangway.guard.EveryCallOfTheGuardFailsOnceTest;
import gangway.host.ActingHost;
import gangway.journal.Journal;
import gangway.plan.Plan;
import gangway.plan.UndoRecord;
import java.util.List;
import java.util.stream.Stream;

/** The operations of which every call to the machine fails once, in a test. */
public final class EnumeratedOperations {
  private EnumeratedOperations() {}

  private static List<EveryCallFailsOnce> tests() {
    return List.of(
        new EveryCallFailsOnceTest(),
        new EveryCallForDefinitionsFailsOnceTest(),
        new EveryCallOfAssignmentsFailsOnceTest(),
        new EveryCallOfApplyFailsOnceTest(),
        new EveryCallOfMigrationsFailsOnceTest(),
        new EveryCallOfRepairsFailsOnceTest(),
        new EveryCallOfTrialsFailsOnceTest(),
        new EveryCallAtShutdownFailsOnceTest());
  }

  /** Operations that are no recoveries of others. */
  static Stream<Story> stories() {
    return Stream.concat(
        tests().stream().flatMap(EveryCallFailsOnce::stories),
        EveryCallOfRecoveriesFailsOnceTest.resumptions());
  }

  /** Names that begin with the words of the command, and have its options. */
  public static Stream<String> names() {
    return Stream.concat(
        Stream.of(stories(), new EveryCallOfRecoveriesFailsOnceTest().stories())
            .flatMap(stories -> stories)
            .map(Story::name),
        Stream.of(EveryCallOfTrialsFailsOnceTest.WATCH));
  }

  /** The plans that these operations have performed. */
  static Stream<Plan> plans() {
    return stories().flatMap(EnumeratedOperations::plans);
  }

  private static Stream<Plan> plans(Story story) {
    Scene scene = story.scene().settled();
    ActingHost machine = scene.machine();
    scene.performed(story.performed(), machine);
    Journal journal = new Journal(machine);
    return journal.closed().stream()
        .flatMap(one -> journal.pastPlan(one).stream())
        .map(text -> Features.PLANS.parse(text, UndoRecord.class).plan());
  }

  /** Commands that ask or watch. */
  public static List<String> ofTheGuard() {
    return EveryCallOfTheGuardFailsOnceTest.COMMANDS;
  }
}
