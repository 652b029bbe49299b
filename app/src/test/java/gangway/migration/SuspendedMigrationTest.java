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
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Migration of a suspended guest: it stays paused on this host until it runs on the other one. */
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
            "copy /%s to there".formatted(NOTE),
            "restore guest pv1 on there");
    assertThat(migrating.plan().completion().orElseThrow().steps().stream().map(Step::says))
        .containsExactly(
            "destroy the paused guest pv1",
            "delete /" + NOTE,
            "delete /%s on there".formatted(NOTE),
            "delete /" + IMAGE,
            "delete /%s on there".formatted(IMAGE),
            "attach %s to guest pv1 on there".formatted(CARD));

    perform(machine, migrating.plan());
    assertRunsOnlyThere(two, "");
  }

  @Test
  void onlyRootCanReadTheStateOnBothHosts() {
    ActingHost machine = machine(two);
    Plan plan = carried(machine).plan();
    perform(machine, new Plan(plan.steps()));

    for (GuideHost host : List.of(two.here(), two.there())) {
      assertThat(host.mode(MOVING)).isEqualTo("rwx------");
      assertThat(host.mode(IMAGE)).isEqualTo("rw-------");
    }
    assertThat(two.here().paused()).as("it does not run on both").containsExactly("3");
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
                .plan()
                .steps()
                .getLast()
                .acts())
        .singleElement()
        .hasToString(
            "run ssh -o BatchMode=yes -o ServerAliveInterval=15 there gangway restore --map %s=%s /%s"
                .formatted(CARD, OTHER_TWIN, IMAGE));
  }

  @Test
  void afterAnyFailureTheGuestRunsOnOneHostAtOnceOrAfterRecovery() {
    ActingHost counted = machine(made());
    perform(counted, carried(counted).plan());
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        String when = failure + " at " + n;
        TwoHosts failing = made();
        ActingHost machine = machine(failing).failing(n, failure);
        try {
          perform(machine, carried(machine).plan());
          assertRunsOnlyThere(failing, when);
        } catch (Problem why) {
          if (why.kind() == Problem.Kind.FAILED) {
            assertRunsOnlyHere(failing, when);
          } else {
            assertNeverTwice(failing, when);
            recover(failing.machine());
            assertRunsOnOneHost(failing, when + ": " + why);
          }
        }
      }
    }
  }

  @Test
  void afterAKillAtAnyStepRecoveryLeavesTheGuestOnOneHost() {
    int n = 1;
    for (; ; n++) {
      TwoHosts killed = made();
      SuspendedMigration migrating = carried(machine(killed));
      try {
        perform(machine(killed).killedAt(n), migrating.plan());
        break;
      } catch (ActingHost.Killed end) {
        assertNeverTwice(killed, "killed at " + n);
        recover(killed.machine());
        assertRunsOnOneHost(killed, "killed at " + n);
      }
    }
    assertThat(n).isGreaterThan(25);
  }

  @Test
  void aGuestThatMayRunThereIsNotResumedHere() {
    ActingHost counted = machine(made());
    perform(counted, carried(counted).plan());
    int restore =
        1
            + counted
                .acts()
                .indexOf(
                    "run ssh -o BatchMode=yes -o ServerAliveInterval=15 there gangway restore /"
                        + IMAGE);
    ActingHost machine = machine(two).failing(restore, Failure.NOT_DONE);
    SuspendedMigration migrating = carried(machine);
    two.there().answer("xl list", "pv1  5  256  1  --p---  0.0\n");

    assertThatThrownBy(() -> perform(machine, migrating.plan()))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("not known that host there has no guest pv1");
    assertThat(two.here().paused()).containsExactly("3");
    assertThat(two.here().exists(NOTE)).isTrue();
  }

  @Test
  void aFolderThereThatOtherUsersCanWriteToIsRefused() {
    two.there().put("var/lib/other", "").mode("var/lib", "rwxrwxrwx");

    assertThatThrownBy(() -> carried(machine(two)))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContainingAll(
            "'/var/lib/gangway/moving/pv1.image' on there", "/var/lib has mode");
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

  /** The guest does not run on both hosts, and its state exists. */
  private static void assertNeverTwice(TwoHosts two, String when) {
    boolean here = !guests(two.here()).isEmpty();
    boolean there = !guests(two.there()).isEmpty();
    assertThat(here && two.here().paused().isEmpty() && there).as(when).isFalse();
    assertThat(here || there).as(when).isTrue();
  }

  private static void assertRunsOnOneHost(TwoHosts two, String when) {
    if (guests(two.there()).isEmpty()) {
      assertRunsOnlyHere(two, when);
    } else {
      assertRunsOnlyThere(two, when);
    }
  }

  private static void assertRunsOnlyThere(TwoHosts two, String when) {
    assertThat(guests(two.here())).as(when).isEmpty();
    assertThat(guests(two.there())).as(when).containsExactly("pv1");
    assertThat(two.there().store().read("/local/domain/0/backend/pci/9/0/dev-0"))
        .as(when)
        .isPresent();
    assertThat(images(two)).as(when).isEmpty();
  }

  private static void assertRunsOnlyHere(TwoHosts two, String when) {
    assertThat(guests(two.here())).as(when).containsExactly("pv1");
    assertThat(two.here().paused()).as(when).isEmpty();
    assertThat(guests(two.there())).as(when).isEmpty();
    assertThat(two.here().store().read("/local/domain/0/backend/pci/3/0/dev-0"))
        .as(when)
        .isPresent();
    assertThat(images(two)).as(when).isEmpty();
  }

  private static List<String> images(TwoHosts two) {
    return List.of(two.here(), two.there()).stream()
        .flatMap(host -> List.of(IMAGE, NOTE).stream().filter(host::exists))
        .toList();
  }
}
