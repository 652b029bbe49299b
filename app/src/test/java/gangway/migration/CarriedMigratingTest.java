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

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.handover.Step;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest's state is brought to another host: it is here, or there, or whole in a file. */
class CarriedMigratingTest {
  private static final String MOVING = "var/lib/gangway/moving";
  private static final String IMAGE = "var/lib/gangway/moving/pv1.image";
  private static final String NOTE = IMAGE + ".gangway";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private TwoHosts two;

  @BeforeEach
  void twoHosts() {
    two = made("plain");
  }

  private TwoHosts made(String name) {
    TwoHosts made = TwoHosts.in(folder, name);
    made.here().hidden(CARD, TWIN).given(3, CARD);
    made.thereAre(function(CARD, "8086:10d3"));
    return made;
  }

  /** The module in the guest's kernel answers. */
  private static ActingHost machine(TwoHosts hosts) {
    return hosts.machine().withModuleSaying(3, "1 0");
  }

  @Test
  void itStandsStillUntilItsStateIsThereAndGoesOnThere() {
    ActingHost machine = machine(two);
    CarriedMigrating migrating = carried(machine);
    assertThat(migrating.plan().steps().stream().map(Step::says))
        .containsSubsequence(
            "take %s from guest pv1".formatted(CARD),
            "have the kernel of guest pv1 release what it keeps of devices",
            "write the state of guest pv1 to /" + IMAGE,
            "bring /%s to there".formatted(IMAGE),
            "end guest pv1");

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
  void itIsRestoredThereWithWhatItsFunctionsAreMappedTo() {
    two.thereAre(function(OTHER_TWIN, "8086:10d3"));

    assertThat(
            CarriedMigrating.of(
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
  void whateverFailsItIsHereOrThereOrWholeInAFile() {
    ActingHost counted = machine(made("counted"));
    CarriedMigrating whole = carried(counted);
    perform(counted, whole.plan());
    whole.settle(counted);
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        TwoHosts failing = made("failing-" + failure + n);
        ActingHost machine = machine(failing).failing(n, failure);
        CarriedMigrating migrating = carried(machine);
        boolean underWay = false;
        try {
          perform(machine, migrating.plan());
          underWay = true;
          migrating.settle(machine);
        } catch (Problem why) {
          // where it is now is what counts
          assertThat(underWay && why.kind() != Problem.Kind.INCONSISTENT)
              .as(failure + " at " + n + ": " + why)
              .isFalse();
        } catch (IllegalStateException fault) {
          // the same
        }
        assertIsSomewhere(failing, failure + " at " + n);
      }
    }
  }

  @Test
  void killedAnywhereItIsHereOrWholeInAFileThere() {
    int n = 1;
    for (; ; n++) {
      TwoHosts killed = made("killed-" + n);
      CarriedMigrating migrating = carried(machine(killed));
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
  void withoutTheNoteThereItCanBeRestoredHere() {
    ActingHost machine = machine(two);
    CarriedMigrating migrating = carried(machine);
    perform(machine, migrating.plan());

    assertThatThrownBy(() -> migrating.settle(two.here().machine().notReaching("there")))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("is on its way to there");
    assertThat(two.here().exists(NOTE)).isTrue();
    assertThat(two.there().exists(NOTE)).isFalse();
  }

  @Test
  void whatIsLeftOfAnotherMoveIsNotOverwritten() {
    two.here().put(IMAGE, "");

    assertThatThrownBy(() -> carried(machine(two)))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContaining("is there already");
  }

  private static CarriedMigrating carried(ActingHost machine) {
    return CarriedMigrating.of(machine, "pv1", THERE, Map.of());
  }

  /** It runs at one place; or at none, and at one place there is all it takes to restore it. */
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
