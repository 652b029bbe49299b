package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of an operation to its machine (a read, a question, a change, a command or a request
 * to XenStore) fails once, in the manner of SQLite's tests, in every way of {@link CallFault}. Each
 * time the operation is done or undone, its exit code is true, and the journal can be recovered.
 * The rare test tries all failures, the other one a sample.
 *
 * <p>Each operation of the program is a story of a subclass; EnumeratedOperationsTest compares them
 * with the commands.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EveryCallFailsOnce {
  /** How many failures of calls that read, and of all others, are tried in a sample, about. */
  private static final int SAMPLE_OF_READS = 10;

  private static final int SAMPLE_OF_CHANGES = 25;

  /** The n-th call fails in a way. */
  private record Failing(int n, CallFault how) {}

  /** The operations. */
  abstract Stream<Story> stories();

  /** Those of which the normal tests try a sample of the failures. */
  Stream<Story> sampled() {
    return stories();
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void theResultIsAllOrNothingAndToldTruly(Story story) {
    Results results = Results.of(story);
    List<Failing> reads = failures(results, CallFault.Call::reads);
    List<Failing> changes = failures(results, call -> !call.reads());
    mustBeAllOrNothing(
        story,
        results,
        Stream.concat(
            some(reads, SAMPLE_OF_READS, story), some(changes, SAMPLE_OF_CHANGES, story)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  @Tag("rare")
  void theResultIsAllOrNothingAndToldTrulyWhicheverCallFails(Story story) {
    Results results = Results.of(story);
    mustBeAllOrNothing(story, results, failures(results, _ -> true).stream());
  }

  /** The same for the calls with some texts. */
  static void mustBeAllOrNothing(Story story, Pattern calls) {
    Results results = Results.of(story);
    List<Failing> failures =
        failures(results, _ -> true).stream()
            .filter(failing -> calls.matcher(results.texts().get(failing.n() - 1)).matches())
            .toList();
    assertThat(failures).isNotEmpty();
    mustBeAllOrNothing(story, results, failures.stream());
  }

  private static void mustBeAllOrNothing(Story story, Results results, Stream<Failing> failures) {
    List<String> wrong = new ArrayList<>();
    for (Failing failing : failures.toList()) {
      Scene scene = story.scene().settled();
      ActingHost machine = scene.machine().failingCall(failing.n(), failing.how());
      Optional<Problem> failed = scene.performed(story.performed(), machine);
      results
          .wrong(scene, failed)
          .map(why ->
              "%s at %d, %s: %s%s"
                  .formatted(
                      failing.how(),
                      failing.n(),
                      machine.call(failing.n()),
                      why,
                      failed.map(problem -> "; told: " + problem.lines()).orElse("")))
          .ifPresent(wrong::add);
    }
    assertThat(wrong).isEmpty();
  }

  /** All failures of some kinds of calls. */
  private static List<Failing> failures(Results results, Predicate<CallFault.Call> which) {
    List<CallFault.Call> calls = results.calls();
    List<Failing> failures = new ArrayList<>();
    for (int n = 1; n <= calls.size(); n++) {
      CallFault.Call call = calls.get(n - 1);
      for (CallFault how : CallFault.all()) {
        if (which.test(call) && how.calls().contains(call)) {
          failures.add(new Failing(n, how));
        }
      }
    }
    return failures;
  }

  /** About so many of them, evenly, with another beginning for each story. */
  private static Stream<Failing> some(List<Failing> all, int wanted, Story story) {
    int step = Math.max(1, all.size() / wanted);
    return IntStream.iterate(
            Math.floorMod(story.name().hashCode(), step), at -> at < all.size(), at -> at + step)
        .mapToObj(all::get);
  }
}
