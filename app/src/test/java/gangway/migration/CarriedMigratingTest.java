package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.handover.Chore;
import gangway.handover.Recovery;
import gangway.handover.Step;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.RunWriter;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest's state is brought to another host: it is here, or there, or whole in a file. */
class CarriedMigratingTest {
  private static final OtherHost THERE = new OtherHost(new Ssh("there"));
  private static final Author AUTHOR = new Author("root", Optional.empty(), 4711, "81234", "2f0d");
  private static final String IMAGE = "var/lib/gangway/moving/pv1.image";
  private static final String NOTE = IMAGE + ".gangway";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private record Two(GuideHost here, GuideHost there) {
    ActingHost machine() {
      return here.machine().withModuleSaying(3, "1 0").reaching("there", there);
    }
  }

  private Two two;

  @BeforeEach
  void twoHosts() {
    two = made("plain");
  }

  private Two made(String name) {
    GuideHost here =
        new GuideHost(folder.resolve(name))
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .hidden(CARD, TWIN)
            .given(3, CARD);
    GuideHost there =
        new GuideHost(folder.resolve(name + "-there"))
            .answer("gangway devices --json", "[%s]".formatted(function(CARD)));
    there.store().without("/local/domain/3");
    return new Two(here, there);
  }

  private static String function(String address) {
    return "{\"address\":\"%s\",\"id\":\"8086:10d3\",\"subsystem\":\"8086:a01f\",\"owner\":{\"kind\":\"pciback\"}}"
        .formatted(address);
  }

  @Test
  void itStandsStillUntilItsStateIsThereAndGoesOnThere() {
    ActingHost machine = two.machine();
    CarriedMigrating migrating = carried(machine);
    assertThat(migrating.plan().steps().stream().map(Step::says))
        .containsSubsequence(
            "take %s from guest pv1".formatted(CARD),
            "have the kernel of guest pv1 release what it keeps of devices",
            "write the state of guest pv1 to /" + IMAGE,
            "bring /%s to there".formatted(IMAGE),
            "end guest pv1");

    perform(machine, migrating);
    migrating.settle(machine);

    assertThat(guests(two.here)).isEmpty();
    assertThat(guests(two.there)).containsExactly("pv1");
    assertThat(images(two)).isEmpty();
  }

  @Test
  void itIsRestoredThereWithWhatItsFunctionsAreMappedTo() {
    two.there.answer("gangway devices --json", "[%s]".formatted(function(OTHER_TWIN)));

    assertThat(
            CarriedMigrating.of(
                    two.machine(),
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
    ActingHost counted = made("counted").machine();
    CarriedMigrating whole = carried(counted);
    perform(counted, whole);
    whole.settle(counted);
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        Two failing = made("failing-" + failure + n);
        ActingHost machine = failing.machine().failing(n, failure);
        CarriedMigrating migrating = carried(machine);
        try {
          perform(machine, migrating);
          migrating.settle(machine);
        } catch (Problem | IllegalStateException why) {
          // where it is now is what counts
        }
        assertIsSomewhere(failing, failure + " at " + n);
      }
    }
  }

  @Test
  void killedAnywhereItIsHereOrWholeInAFileThere() {
    int n = 1;
    for (; ; n++) {
      Two killed = made("killed-" + n);
      CarriedMigrating migrating = carried(killed.machine());
      try {
        perform(killed.machine().killedAt(n), migrating);
        break;
      } catch (ActingHost.Killed end) {
        recover(killed);
      }
      assertIsSomewhere(killed, "killed at " + n);
    }
    assertThat(n).isGreaterThan(20);
  }

  @Test
  void withoutTheNoteThereItCanBeRestoredHere() {
    ActingHost machine = two.machine();
    CarriedMigrating migrating = carried(machine);
    perform(machine, migrating);

    assertThatThrownBy(() -> migrating.settle(two.here.machine().reaching("elsewhere", two.there)))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("is on its way to there");
    assertThat(two.here.exists(NOTE)).isTrue();
    assertThat(two.there.exists(NOTE)).isFalse();
  }

  @Test
  void whatIsLeftOfAnotherMoveIsNotOverwritten() {
    two.here.put(IMAGE, "");

    assertThatThrownBy(() -> carried(two.machine()))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContaining("is there already");
  }

  private static CarriedMigrating carried(ActingHost machine) {
    return CarriedMigrating.of(machine, "pv1", THERE, Map.of());
  }

  private static void perform(ActingHost machine, CarriedMigrating migrating) {
    RunWriter run =
        RunWriter.begin(
            machine,
            AUTHOR,
            List.of("test"),
            Set.of(new Claim.OfGuest("pv1"), new Claim.OfState("pv1")));
    Chore.perform(machine, run, migrating.plan(), new Silence());
  }

  private static void recover(Two two) {
    ActingHost machine = two.here.machine().reaching("there", two.there);
    Author other = new Author("root", Optional.empty(), 4712, "91234", "2f0d");
    Recovery recovery = new Recovery(machine, other, new Silence());
    new Journal(machine).interrupted().forEach(recovery::recover);
  }

  /** It runs at one place; or at none, and at one place there is all it takes to restore it. */
  private static void assertIsSomewhere(Two two, String when) {
    boolean here = !guests(two.here).isEmpty();
    boolean there = !guests(two.there).isEmpty();
    assertThat(here && there).as(when + ": it is on both hosts").isFalse();
    if (!here && !there) {
      assertThat(two.here.exists(NOTE) || two.there.exists(NOTE)).as(when).isTrue();
      assertThat(two.here.exists(NOTE) ? two.here.exists(IMAGE) : two.there.exists(IMAGE))
          .as(when)
          .isTrue();
    }
    if (here) {
      assertThat(two.here.paused()).as(when).isEmpty();
      assertThat(two.there.exists(NOTE)).as(when).isFalse();
    }
  }

  private static List<String> images(Two two) {
    return List.of(two.here, two.there).stream()
        .flatMap(host -> List.of(IMAGE, NOTE).stream().filter(host::exists))
        .toList();
  }

  private static List<String> guests(GuideHost host) {
    return host.store().list("/local/domain").stream()
        .filter(domid -> !domid.equals("0"))
        .map(domid -> host.store().read("/local/domain/" + domid + "/name").orElse(""))
        .toList();
  }
}
