package gangway.cli;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.operation.Runs;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Progress;
import gangway.plan.Step;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The disk becomes full in the middle of an operation, before any call that changes something, and
 * has no space even after the journal has deleted its reserve. The operation is undone or done.
 * {@code recover} says so while the disk is full, and then ends the operation without any action.
 */
class DiskStaysFullTest {
  private static final String NEVER = "no file of this name";

  /** A request, and the host on which it is performed. */
  record Operated(Request request, UnaryOperator<GuideHost> made) {
    GuideHost host() {
      return made.apply(new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n"));
    }

    /** Performs the request; the kind of the problem, if any. */
    Optional<Problem.Kind> perform(GuideHost host, ActingHost machine) {
      HostSnapshot observed = host.observed();
      PreparedRequest prepared =
          PreparedRequest.of(observed, Verdict.of(observed, request, List.of()));
      try {
        Runs.perform(prepared, machine, new Unseen());
        return Optional.empty();
      } catch (Problem problem) {
        return Optional.of(problem.kind());
      }
    }
  }

  private static final class Unseen implements Progress {
    @Override
    public void begins(Step step) {}

    @Override
    public void done(Step step) {}

    @Override
    public void failed(Step step, Problem why) {}

    @Override
    public void undone(Step step) {}

    @Override
    public void left(Step step, Problem why) {}
  }

  private static Run recover(ActingHost machine, String... options) {
    List<String> words = Stream.concat(Stream.of("recover"), Stream.of(options)).toList();
    return Run.of(console -> new Gangway(console, () -> machine).run(words));
  }

  static Stream<Operated> operations() {
    return Stream.of(
        new Operated(hide(NOW, CARD), host -> host),
        new Operated(hide(BOTH, CARD), host -> host),
        new Operated(attach(BOTH, "pv1", CARD), host -> host.hidden(CARD)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void recoverSaysWhatIsSoAndEndsTheOperation(Operated operated) {
    GuideHost whole = operated.host();
    ActingHost counted = whole.machine();
    assertThat(operated.perform(whole, counted)).isEmpty();
    SortedMap<String, String> planned = whole.everything();
    int open = 0;
    for (int n : IntStream.rangeClosed(1, counted.calls().size()).toArray()) {
      if (counted.calls().get(n - 1).reads()) {
        continue;
      }
      GuideHost host = operated.host();
      SortedMap<String, String> before = host.everything();
      ActingHost machine = host.machine();
      machine.beforeCall(n, () -> machine.withFullDisk(NEVER));
      Optional<Problem.Kind> failed = operated.perform(host, machine);
      List<Operation> left = new Journal(host.machine()).open();
      if (left.isEmpty()) {
        continue;
      }
      open++;
      String when = counted.call(n);
      SortedMap<String, String> expected = failed.isPresent() ? before : planned;
      assertThat(failed.filter(kind -> kind != Problem.Kind.FAILED)).as(when).isEmpty();
      assertThat(host.changesSince(expected)).as(when).isEmpty();

      Run full = recover(host.machine().withFullDisk(NEVER));
      assertThat(full.exit()).as("%s: %s", when, full.printed()).isEqualTo(ExitCode.FAILED);
      assertThat(full.err())
          .as(when)
          .contains(
              failed.isPresent() ? "the host is as it was before 'gangway test'" : "is complete",
              "only the journal cannot record this",
              "cannot be written: " + Journal.file(left.getFirst()));
      assertThat(host.changesSince(expected)).as(when).isEmpty();

      ActingHost again = host.machine();
      Run ended = recover(again);
      assertThat(ended.exit()).as("%s: %s", when, ended.printed()).isEqualTo(ExitCode.DONE);
      assertThat(ended.out())
          .as(when)
          .startsWith(failed.isPresent() ? "undone: 'gangway test'" : "done: 'gangway test'");
      assertThat(again.acts()).as(when).isEmpty();
      assertThat(host.changesSince(expected)).as(when).isEmpty();
      assertThat(new Journal(host.machine()).open()).as(when).isEmpty();
    }
    assertThat(open).isGreaterThan(3);
  }

  /** The function has not left the quarantine: the step that takes it out never began. */
  @Test
  void aLastStepThatItsUndoRepeatsNeedsNoObservation() {
    GuideHost host = unhiddenUntilFull("run xl pci-assignable-add");

    Run full = recover(host.machine().withFullDisk(NEVER));
    assertThat(full.exit()).as(full.printed()).isEqualTo(ExitCode.FAILED);
    assertThat(full.err()).contains("the host is as it was before 'gangway test'");
    assertThat(recover(host.machine()).exit()).isEqualTo(ExitCode.DONE);
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /** Unhides a function on a host whose disk is full from a command on. */
  private static GuideHost unhiddenUntilFull(String command) {
    Operated operated = new Operated(unhide(NOW, CARD), host -> host.hidden(CARD));
    GuideHost counted = operated.host();
    ActingHost calls = counted.machine();
    operated.perform(counted, calls);
    int xl =
        IntStream.rangeClosed(1, calls.calls().size())
            .filter(n -> calls.call(n).contains(command))
            .findFirst()
            .orElseThrow();
    GuideHost host = operated.host();
    ActingHost machine = host.machine();
    machine.beforeCall(xl, () -> machine.withFullDisk(NEVER));
    assertThat(operated.perform(host, machine)).contains(Problem.Kind.FAILED);
    return host;
  }

  /** Whether a function is in Xen's quarantine again cannot be observed. */
  @Test
  void whatCannotBeObservedIsInDoubt() {
    GuideHost host = unhiddenUntilFull("run xl pci-assignable-remove");

    Run full = recover(host.machine().withFullDisk(NEVER));
    assertThat(full.exit()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(full.err())
        .contains(
            "'gangway recover' changed nothing",
            "not certainly undone: make sure that 0000:09:00.0 is in Xen's quarantine");
    assertThat(recover(host.machine()).exit()).isEqualTo(ExitCode.DONE);
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @Test
  void anOperationThatIsKeptAsItIsStaysOpen() {
    Operated operated = operations().findFirst().orElseThrow();
    GuideHost host = operated.host();
    ActingHost machine = host.machine();
    machine.beforeCall(40, () -> machine.withFullDisk(NEVER));
    assertThat(operated.perform(host, machine)).contains(Problem.Kind.FAILED);

    Run full = recover(host.machine().withFullDisk(NEVER), "--as-is");
    assertThat(full.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(full.err())
        .contains("the journal cannot be written, so 'gangway test' stays open", "run.jsonl");
    assertThat(new Journal(host.machine()).open()).hasSize(1);
    assertThat(recover(host.machine(), "--as-is").exit()).isEqualTo(ExitCode.DONE);
  }
}
