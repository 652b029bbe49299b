package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of an operation to its machine (a read, a question, a change, a command or a request
 * to XenStore) fails once, in the manner of SQLite's tests, in every way of {@link CallFault}. Each
 * time the operation is done or undone, its exit code is true, and the journal can be recovered. A
 * sample of the failures is tried, or all with {@code -Dgangway.cases=all}.
 *
 * <p>A subclass has the operations: {@code static Stream<Story> stories()}.
 */
abstract class EveryCallFailsOnce {
  /** How many failures of calls that read, and of all others, are tried in a sample, about. */
  private static final int SAMPLE_OF_READS = 20;

  private static final int SAMPLE_OF_CHANGES = 50;

  /** The n-th call fails in a way. */
  private record Failing(int n, CallFault how) {}

  @ParameterizedTest
  @MethodSource("stories")
  void theResultIsAllOrNothingAndToldTruly(Story story) {
    Results results = Results.of(story);
    List<String> wrong = new ArrayList<>();
    for (Failing failing : failures(results.calls(), story.name())) {
      Scene scene = story.scene().settled();
      ActingHost machine = scene.machine().failingCall(failing.n(), failing.how());
      Optional<Problem.Kind> failed = scene.performed(story.performed(), machine);
      results
          .wrong(scene, failed)
          .map(why ->
              "%s at %d, %s: %s"
                  .formatted(failing.how(), failing.n(), machine.call(failing.n()), why))
          .ifPresent(wrong::add);
    }
    assertThat(wrong).isEmpty();
  }

  /** All failures, or a sample: some of those of reads, and some of all others. */
  private static List<Failing> failures(List<CallFault.Call> calls, String story) {
    List<Failing> reads = new ArrayList<>();
    List<Failing> changes = new ArrayList<>();
    for (int n = 1; n <= calls.size(); n++) {
      CallFault.Call call = calls.get(n - 1);
      for (CallFault how : CallFault.all()) {
        if (how.calls().contains(call)) {
          (call.reads() ? reads : changes).add(new Failing(n, how));
        }
      }
    }
    return Stream.concat(
            some(reads, SAMPLE_OF_READS, story), some(changes, SAMPLE_OF_CHANGES, story))
        .toList();
  }

  /** About so many of them, evenly, with another beginning for each story; or all. */
  private static Stream<Failing> some(List<Failing> all, int wanted, String story) {
    int step = Cases.all() ? 1 : Math.max(1, all.size() / wanted);
    return IntStream.iterate(
            Math.floorMod(story.hashCode(), step), at -> at < all.size(), at -> at + step)
        .mapToObj(all::get);
  }
}
