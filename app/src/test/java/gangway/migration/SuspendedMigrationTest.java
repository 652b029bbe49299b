package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static gangway.migration.Chores.perform;
import static gangway.migration.Chores.recover;
import static gangway.migration.TwoHosts.THERE;
import static gangway.migration.TwoHosts.function;
import static gangway.migration.TwoHosts.guests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.plan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Migration of a suspended guest: at every moment it runs here, or there, or its whole state is in
 * a file.
 */
class SuspendedMigrationTest {
  private static final String MOVING = "var/lib/gangway/moving";
  private static final String IMAGE = "var/lib/gangway/moving/pv1.image";
  private static final String NOTE = IMAGE + ".gangway";

  private TwoHosts two;

  @BeforeEach
  void twoHosts() {
    two = made();
  }

  private TwoHosts made() {
    TwoHosts made = TwoHosts.made();
    made.here().hidden(CARD, TWIN).given(3, CARD);
    made.thereAre(function(CARD, "8086:10d3"));
    return made;
  }

  /** Makes the module in the guest's kernel answer. */
  private static ActingHost machine(TwoHosts hosts) {
    return hosts.machine().withModuleSaying(3, "1 0");
  }

  @Test
  void theGuestIsSuspendedUntilItIsRestoredThere() {
    ActingHost machine = machine(two);
    SuspendedMigration migrating = carried(machine);
    assertThat(migrating.plan().steps().stream().map(Step::says))
        .containsSubsequence(
            "detach %s from guest pv1".formatted(CARD),
            "request the kernel of guest pv1 to release interrupt lines of removed devices",
            "save guest pv1 to /" + IMAGE,
            "copy /%s to there".formatted(IMAGE),
            "destroy the paused guest pv1");

    perform(machine, migrating.plan());
    for (GuideHost host : List.of(two.here(), two.there())) {
      assertThat(host.mode(MOVING)).isEqualTo("rwx------");
      assertThat(host.mode(IMAGE)).isEqualTo("rw-------");
    }
    migrating.settle(machine);

    assertThat(guests(two.here())).isEmpty();
    assertThat(guests(two.there())).containsExactly("pv1");
    assertThat(images(two)).isEmpty();
  }

  @Test
  void theGuestGetsTheMappedFunctionsThere() {
    two.thereAre(function(OTHER_TWIN, "8086:10d3"));

    assertThat(
            SuspendedMigration.of(
                    machine(two),
                    "pv1",
                    THERE,
                    Map.of(GuideHost.address(CARD), GuideHost.address(OTHER_TWIN)))
                .afterwards()
                .orElseThrow())
        .isEqualTo(
            "ssh -o BatchMode=yes there gangway restore --map %s=%s /%s"
                .formatted(CARD, OTHER_TWIN, IMAGE));
  }

  @Test
  void afterAnyFailureTheGuestRunsOrItsWholeStateIsInAFile() {
    ActingHost counted = machine(made());
    SuspendedMigration whole = carried(counted);
    perform(counted, whole.plan());
    whole.settle(counted);
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        TwoHosts failing = made();
        ActingHost machine = machine(failing).failing(n, failure);
        SuspendedMigration migrating = carried(machine);
        boolean underWay = false;
        try {
          perform(machine, migrating.plan());
          underWay = true;
          migrating.settle(machine);
        } catch (Problem why) {
          // only the current place of the guest counts
          assertThat(underWay && why.kind() != Problem.Kind.INCONSISTENT)
              .as(failure + " at " + n + ": " + why)
              .isFalse();
        } catch (IllegalStateException fault) {
          // likewise
        }
        assertIsSomewhere(failing, failure + " at " + n);
      }
    }
  }

  @Test
  void afterAKillAtAnyStepTheGuestRunsOrItsWholeStateIsInAFile() {
    int n = 1;
    for (; ; n++) {
      TwoHosts killed = made();
      SuspendedMigration migrating = carried(machine(killed));
      try {
        perform(machine(killed).killedAt(n), migrating.plan());
        break;
      } catch (ActingHost.Killed end) {
        recover(killed.machine());
      }
      assertIsSomewhere(killed, "killed at " + n);
    }
    assertThat(n).isGreaterThan(20);
  }

  @Test
  void withoutTheManifestThereTheGuestCanBeRestoredHere() {
    ActingHost machine = machine(two);
    SuspendedMigration migrating = carried(machine);
    perform(machine, migrating.plan());

    assertThatThrownBy(() -> migrating.settle(two.here().machine().notReaching("there")))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("to there is not complete");
    assertThat(two.here().exists(NOTE)).isTrue();
    assertThat(two.there().exists(NOTE)).isFalse();
  }

  @Test
  void theFileOfAnotherMigrationIsNotOverwritten() {
    two.here().put(IMAGE, "");

    assertThatThrownBy(() -> carried(machine(two)))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContaining("already exists");
  }

  private static SuspendedMigration carried(ActingHost machine) {
    return SuspendedMigration.of(machine, "pv1", THERE, Map.of());
  }

  /** Asserts that the guest runs on exactly one host, or that one host can restore it. */
  private static void assertIsSomewhere(TwoHosts two, String when) {
    boolean here = !guests(two.here()).isEmpty();
    boolean there = !guests(two.there()).isEmpty();
    assertThat(here && there).as(when + ": it is on both hosts").isFalse();
    if (!here && !there) {
      assertThat(two.here().exists(NOTE) || two.there().exists(NOTE)).as(when).isTrue();
      assertThat(two.here().exists(NOTE) ? two.here().exists(IMAGE) : two.there().exists(IMAGE))
          .as(when)
          .isTrue();
    }
    if (here) {
      assertThat(two.here().paused()).as(when).isEmpty();
      assertThat(two.there().exists(NOTE)).as(when).isFalse();
    }
  }

  private static List<String> images(TwoHosts two) {
    return List.of(two.here(), two.there()).stream()
        .flatMap(host -> List.of(IMAGE, NOTE).stream().filter(host::exists))
        .toList();
  }
}
