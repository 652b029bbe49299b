package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call to the machine (a read, a change, a command, XenStore) fails once, in the manner of
 * SQLite's tests: by an error of the disk, by lack of memory, and by a full stack. Each time the
 * operation is done or undone, its exit code is true, and the journal can be recovered.
 */
class EveryCallFailsOnceTest {
  /** Of the calls that only read, before and after the changes, one in so many fails. */
  private static final int OF_READS = 13;

  private static final Set<String> READS =
      Set.of(
          "readBytes",
          "open",
          "list",
          "linkName",
          "real",
          "exists",
          "modified",
          "filesBelow",
          "openDevices",
          "XenStore");

  private static final String DEFINED =
      "name = \"pv1\"\npci = [ \"0000:09:00.0\", \"0000:0a:04.0\" ]\n";

  /** How a call fails. */
  enum Fault {
    DISK,
    UNREADABLE,
    MEMORY,
    STACK;

    Throwable raised() {
      return switch (this) {
        case DISK -> Problem.failed("it failed: Input/output error", "");
        case UNREADABLE -> Problem.refused("it cannot be read: Input/output error", "");
        case MEMORY -> new OutOfMemoryError();
        case STACK -> new StackOverflowError();
      };
    }
  }

  /** An operation on a host. */
  record Story(String name, Consumer<GuideHost> made, Consumer<Submission> performed) {
    static Story of(String name, Request request, Consumer<GuideHost> made) {
      return new Story(
          name, made, by -> new RequestOperation(_ -> RequestDraft.of(request)).perform(by));
    }

    GuideHost host() {
      GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
      made.accept(host);
      return host;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Story> stories() {
    return Stream.of(
        Story.of("hide", hide(BOTH, CARD), _ -> {}),
        Story.of("unhide", unhide(BOTH, CARD), host -> host.hidden(CARD)),
        Story.of("attach", attach(BOTH, "pv1", CARD), host -> host.hidden(CARD)),
        Story.of(
            "detach",
            detach(BOTH, "pv1", CARD, TWIN),
            host -> host.hidden(CARD, TWIN).given(3, CARD, TWIN).put("etc/xen/pv1.cfg", DEFINED)),
        new Story(
            "shutdown policy",
            host -> host.put("etc/gangway/shutdown-policy", "save pv2\n"),
            by -> new ShutdownPolicyOperation("pv1", Optional.of(Policy.SAVE)).perform(by)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void theResultIsAllOrNothingAndTold(Story story) {
    GuideHost whole = story.host();
    ActingHost counting = whole.machine();
    SortedMap<String, String> before = whole.everything();
    assertThat(performed(story, counting)).isEmpty();
    SortedMap<String, String> after = whole.everything();
    assertThat(whole.changesSince(before)).isNotEmpty();
    assertThat(counting.acts()).isNotEmpty();

    for (int n : chosen(counting.callNames())) {
      for (Fault fault : Fault.values()) {
        String what = "%s: call %d, %s".formatted(fault, n, counting.callNames().get(n - 1));
        GuideHost host = story.host();
        ActingHost machine = host.machine().failingCall(n, fault::raised);
        Optional<Problem.Kind> failed = performed(story, machine);
        if (failed.isEmpty()) {
          assertThat(host.changesSince(after)).as(what).isEmpty();
        } else if (failed.get() != Problem.Kind.INCONSISTENT) {
          assertThat(host.changesSince(before)).as(what).isEmpty();
        }
        boolean asBefore = host.changesSince(before).isEmpty();
        recover(host.machine(), what);
        List<String> changes = host.changesSince(before);
        assertThat(failed.isEmpty() || changes.isEmpty() || host.changesSince(after).isEmpty())
            .as("%s: recovered, %s, %s", what, failed, changes)
            .isTrue();
        if (failed.isPresent() && failed.get() != Problem.Kind.INCONSISTENT) {
          assertThat(asBefore && changes.isEmpty()).as(what).isTrue();
        }
      }
    }
  }

  /** All changes and commands, what is read between them, and a part of the other reads. */
  private static List<Integer> chosen(List<String> calls) {
    List<Integer> chosen = new ArrayList<>();
    int reads = 0;
    for (int n = 1; n <= calls.size(); n++) {
      boolean reading = READS.contains(calls.get(n - 1));
      if (!reading || reads++ % OF_READS == 0) {
        chosen.add(n);
      }
    }
    return chosen;
  }

  /** How the operation failed, as the command line tells it: a fault may have left anything. */
  private static Optional<Problem.Kind> performed(Story story, ActingHost machine) {
    try {
      story
          .performed()
          .accept(
              new Submission(
                  machine, Author.present(machine), List.of("test"), new UnseenProgress()));
      return Optional.empty();
    } catch (Problem problem) {
      return Optional.of(problem.kind());
    } catch (RuntimeException | Error fault) {
      return Optional.of(Problem.Kind.INCONSISTENT);
    }
  }

  private static void recover(ActingHost machine, String what) {
    Journal journal = new Journal(machine);
    assertThat(journal.running().unreadable()).as(what).isEmpty();
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    for (Operation left : journal.interrupted()) {
      recovery.recover(left);
    }
    assertThat(journal.open()).as(what).isEmpty();
  }
}
