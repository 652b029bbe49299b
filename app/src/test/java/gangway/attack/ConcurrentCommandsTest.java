package gangway.attack;

import static gangway.attack.FaultFree.assertNoFault;
import static gangway.attack.Interrupted.run;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two commands at the same moment: the second one runs between any two calls of the first one to
 * the machine. One acts, and the other one refuses.
 *
 * <p>No other test runs meanwhile: the operations of all tests in this process have the same names,
 * and the end of one would look like the end of another.
 */
@Isolated
@Attack(Party.LOCAL_USER)
class ConcurrentCommandsTest {
  private static final int DONE = 0;
  private static final int REFUSED = 3;

  private static GuideHost interrupted() {
    return Interrupted.of(() -> Interrupted.host().hidden(CARD), attach(NOW, "pv1", CARD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"recover", "recover --as-is"})
  void ofTwoRecoveriesOneActsAndTheOtherOneRefuses(String command) {
    GuideHost whole = interrupted();
    SortedMap<String, String> kept = whole.everything();
    ActingHost counting = whole.machine();
    assertThat(run(counting, "recover").code()).isEqualTo(DONE);
    SortedMap<String, String> undone = whole.everything();
    int refusals = 0;
    for (int n = 1; n <= counting.calls().size(); n++) {
      GuideHost host = interrupted();
      List<Run> others = new ArrayList<>();
      Run first =
          run(
              host.machine()
                  .beforeCall(n, () -> others.add(run(host.machine(), command.split(" ")))),
              "recover");
      assertThat(others).as("at call " + n).hasSize(1);
      Run second = others.getFirst();
      String both = "at call %d: %s--- %s".formatted(n, first.printed(), second.printed());
      boolean firstActs = acts(first);
      assertThat(firstActs).as(both).isNotEqualTo(acts(second));
      refusals += refusedOrTooLate(firstActs ? second : first, both) ? 1 : 0;
      boolean asIs = !firstActs && command.endsWith("--as-is");
      assertThat(host.everything()).as(both).isEqualTo(asIs ? kept : undone);
      assertThat(new Journal(host.machine()).open()).as(both).isEmpty();
    }
    assertThat(refusals).isGreaterThan(10);
  }

  private static boolean acts(Run run) {
    return run.out().contains("undone: 'gangway attach")
        || run.out().contains("kept as it is: 'gangway attach");
  }

  /** Whether it refused; if not, there was nothing to recover any more. */
  private static boolean refusedOrTooLate(Run run, String both) {
    assertNoFault(run);
    if (run.code() == DONE) {
      assertThat(run.out()).as(both).startsWith("nothing to recover");
      return false;
    }
    assertThat(run.code()).as(both).isEqualTo(REFUSED);
    assertThat(run.err().lines().filter(line -> line.startsWith("gangway: ")))
        .as(both)
        .singleElement()
        .asString()
        .containsAnyOf(
            "another process is recovering 'gangway attach",
            "has ended, or another process is recovering it");
    return true;
  }

  /** The watch has seen the guest from its start, so the guard lets it be saved. */
  private static GuideHost safeGuest() {
    return Interrupted.host()
        .hidden(CARD)
        .put(
            "var/lib/gangway/watched/3",
            """
            {"uuid":"uuid-3","fromStart":true,"hadDevice":false,"watcher":{"user":"root",\
            "from":null,"pid":%d,"started":"4242","boot":"2f0d","pidNamespace":null}}
            """
                .formatted(ProcessHandle.current().pid()));
  }

  @Test
  void theGuardRefusesASaveFromTheClaimOfAnAttachOn() {
    GuideHost whole = safeGuest();
    assertThat(asked(whole).code()).isEqualTo(DONE);
    ActingHost counting = whole.machine();
    Interrupted.perform(attach(NOW, "pv1", CARD), counting);
    SortedMap<String, String> after = withoutClearances(whole);
    int allowed = 0;
    for (int n = 1; n <= counting.calls().size(); n++) {
      GuideHost host = safeGuest();
      Interrupted.perform(
          attach(NOW, "pv1", CARD), host.machine().beforeCall(n, () -> mustBeTrue(host)));
      assertThat(withoutClearances(host)).as("asked at call " + n).isEqualTo(after);
      allowed += host.exists("var/lib/gangway/cleared") ? 1 : 0;
    }
    assertThat(allowed).isBetween(1, 20);
  }

  @Test
  void theGuardRefusesASaveDuringARecovery() {
    ActingHost counting = interrupted().machine();
    run(counting, "recover");
    for (int n = 1; n < counting.calls().size(); n++) {
      GuideHost host = interrupted();
      List<Run> answers = new ArrayList<>();
      assertThat(
              run(host.machine().beforeCall(n, () -> answers.add(asked(host))), "recover").code())
          .isEqualTo(DONE);
      assertThat(answers).singleElement().satisfies(answer -> assertRefused(answer));
    }
  }

  private static Run asked(GuideHost host) {
    return run(host.machine(), "guard", "ask", "--", "save", "pv1", "/srv/pv1.image");
  }

  private static void mustBeTrue(GuideHost host) {
    boolean open = !new Journal(host.machine()).open().isEmpty();
    boolean has = host.store().read("/local/domain/0/backend/pci/3/0/dev-0").isPresent();
    Run answer = asked(host);
    if (open || has) {
      assertRefused(answer);
    } else {
      assertThat(answer.code()).as(answer.err()).isEqualTo(DONE);
    }
  }

  private static void assertRefused(Run answer) {
    assertNoFault(answer);
    assertThat(answer.code()).as(answer.err()).isEqualTo(REFUSED);
    assertThat(answer.err().lines().filter(line -> line.startsWith("gangway: ")))
        .containsExactly("gangway: guest 'pv1' must not be saved");
  }

  private static SortedMap<String, String> withoutClearances(GuideHost host) {
    SortedMap<String, String> all = host.everything();
    all.remove("/var/lib/gangway/cleared");
    return all;
  }
}
