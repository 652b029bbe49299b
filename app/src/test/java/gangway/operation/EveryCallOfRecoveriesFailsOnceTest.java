package gangway.operation;

import gangway.host.GuideHost;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** recover, of every operation: every call to the machine fails once. */
class EveryCallOfRecoveriesFailsOnceTest extends EveryCallFailsOnce {
  /** The normal tests sample one of so many stories. */
  private static final int STEP = 12;

  @Override
  Stream<Story> stories() {
    return Stream.of(
            interrupted().map(story -> story.killed(0.6)),
            EveryCallFailsOnceTest.common().map(story -> story.killed(0.9)),
            EveryCallFailsOnceTest.common().map(story -> story.powerCut(0.9)),
            EveryCallFailsOnceTest.common().limit(1).map(story -> story.leftAsItIs(0.6)),
            resumptions())
        .flatMap(stories -> stories);
  }

  @Override
  Stream<Story> sampled() {
    List<Story> all = stories().toList();
    return IntStream.iterate(0, at -> at < all.size(), at -> at + STEP).mapToObj(all::get);
  }

  /** Guests that another tool has left suspended. */
  static Stream<Story> resumptions() {
    return Stream.of(
        Story.called("recover").named("recover, a suspended guest").with(host -> suspended(host)),
        Story.called("recover pv1").named("recover GUEST").with(host -> suspended(host)));
  }

  private static Stream<Story> interrupted() {
    return Stream.of(
            new EveryCallFailsOnceTest(),
            new EveryCallForDefinitionsFailsOnceTest(),
            new EveryCallOfAssignmentsFailsOnceTest(),
            new EveryCallOfApplyFailsOnceTest(),
            new EveryCallOfMigrationsFailsOnceTest(),
            new EveryCallOfRepairsFailsOnceTest())
        .flatMap(EveryCallFailsOnce::stories);
  }

  /** A guest that a killed save of xl has left suspended. */
  private static void suspended(GuideHost host) {
    host.put("proc/1/cmdline", "/sbin/init\0")
        .answer("xl help", " list    List\n save    Save\n restore Restore\n")
        .suspended()
        .add("3");
  }
}
