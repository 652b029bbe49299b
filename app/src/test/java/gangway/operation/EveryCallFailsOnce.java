package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of an operation to its machine (a read, a question, a change, a command or a request
 * to XenStore) fails once, in the manner of SQLite's tests, in every way of {@link CallFault}. Each
 * time the operation is done or undone, its exit code is true, and the journal can be recovered.
 *
 * <p>A subclass has the operations: {@code static Stream<Story> stories()}.
 */
abstract class EveryCallFailsOnce {
  /** How many failures of calls that read, and of all others, are tried in a sample. */
  private static final int SAMPLE_OF_READS = 50;

  private static final int SAMPLE_OF_CHANGES = 110;

  /** The n-th call fails in a way. */
  private record Failing(int n, CallFault how) {}

  @ParameterizedTest
  @MethodSource("stories")
  void inASampleTheResultIsAllOrNothingAndToldTruly(Story story) {
    assertAllOrNothing(story, true);
  }

  @Tag("rare")
  @ParameterizedTest
  @MethodSource("stories")
  void theResultIsAllOrNothingAndToldTruly(Story story) {
    assertAllOrNothing(story, false);
  }

  private static void assertAllOrNothing(Story story, boolean sample) {
    Results results = Results.of(story);
    List<String> wrong = new ArrayList<>();
    for (Failing failing : failures(results.calls(), sample)) {
      Scene scene = story.scene().settled();
      ActingHost machine = scene.machine().failingCall(failing.n(), failing.how());
      Optional<Problem.Kind> failed = scene.performed(story.performed(), machine);
      results
          .wrong(scene, failed)
          .ifPresent(why ->
              wrong.add("%s at %d, %s: %s".formatted(failing.how(), failing.n(), machine.call(failing.n()), why)));
    }
    assertThat(wrong).isEmpty();
  }

  /** All failures, or for a sample: one in so many of those of reads, and of all others. */
  private static List<Failing> failures(List<CallFault.Call> calls, boolean sample) {
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
            some(reads, sample ? SAMPLE_OF_READS : reads.size()),
            some(changes, sample ? SAMPLE_OF_CHANGES : changes.size()))
        .toList();
  }

  /** At most so many of them, evenly. */
  private static Stream<Failing> some(List<Failing> all, int wanted) {
    double step = Math.max(1, (double) all.size() / wanted);
    return Stream.iterate(0.0, at -> at < all.size(), at -> at + step)
        .map(at -> all.get(at.intValue()));
  }
}
