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
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest is shut down and started on another host: with all it had, or here, as if nothing had
 * been; and never on both.
 */
class ColdMigratingTest {
  private static final OtherHost THERE = new OtherHost(new Ssh("there"));
  private static final Author AUTHOR = new Author("root", Optional.empty(), 4711, "81234", "2f0d");
  private static final String FILE = "etc/xen/pv1.cfg";
  private static final String AWAY = "etc/xen/moved/pv1.cfg";
  private static final String DEFINITION =
      """
      name = "pv1" # since the year of the cat
      kernel = "/srv/vmlinux"
      disk = [ "phy:/dev/vg/pv1,xvda,w" ]
      pci = [ "%s" ]
      """
          .formatted(CARD);

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  /** Two hosts: the guest has two functions here, one of them only now. */
  private record Two(GuideHost here, GuideHost there) {
    ActingHost machine() {
      return here.machine().reaching("there", there);
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
            .put(FILE, DEFINITION)
            .hidden(CARD, TWIN, OTHER_TWIN)
            .given(3, CARD, TWIN);
    GuideHost there =
        new GuideHost(folder.resolve(name + "-there"))
            .put("srv/vmlinux", "")
            .put("dev/vg/pv1", "")
            .without(FILE)
            .answer(
                "gangway devices --json",
                "[%s,%s]"
                    .formatted(function(CARD, "8086:10d3"), function(OTHER_TWIN, "8086:100e")));
    there.store().without("/local/domain/3");
    return new Two(here, there);
  }

  private static String function(String address, String id) {
    return "{\"address\":\"%s\",\"id\":\"%s\",\"subsystem\":\"8086:a01f\",\"owner\":{\"kind\":\"pciback\"}}"
        .formatted(address, id);
  }

  @Test
  void itIsShutDownHereAndStartedThereWithWhatIsEqual() {
    move(two.machine());

    assertThat(two.here.exists(FILE)).isFalse();
    assertThat(two.here.text(AWAY)).isEqualTo(DEFINITION);
    assertThat(two.there.text(FILE)).isEqualTo(DEFINITION);
    assertRunsOnlyThere(two, "");
  }

  @Test
  void whatItsDefinitionNamesIsReplacedThere() {
    two.there.answer(
        "gangway devices --json",
        "[%s,%s]".formatted(function(TWIN, "8086:10d3"), function(OTHER_TWIN, "8086:100e")));
    ActingHost machine = two.machine();
    Map<Address, Address> instead =
        Map.of(
            GuideHost.address(CARD), GuideHost.address(TWIN),
            GuideHost.address(TWIN), GuideHost.address(OTHER_TWIN));

    perform(machine, ColdMigrating.of(machine, "pv1", THERE, instead));

    assertThat(two.there.text(FILE))
        .contains("since the year of the cat", "\"%s\"".formatted(TWIN))
        .doesNotContain(CARD);
    assertRunsOnlyThere(two, "");
  }

  @Test
  void theStepsAreToldAndNothingIsDoneForThat() {
    ActingHost machine = two.machine();

    assertThat(cold(machine).plan().steps().stream().map(Step::says))
        .containsExactly(
            "shut guest pv1 down",
            "put its definition away, as /etc/xen/moved/pv1.cfg",
            "write its definition on there, as /etc/xen/pv1.cfg",
            "start guest pv1 on there");
    assertThat(machine.acts()).isEmpty();
  }

  @Test
  void whateverFailsItRunsOnOneHost() {
    ActingHost counted = made("counted").machine();
    move(counted);
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        Two failing = made("failing-" + failure + n);
        String when = failure + " at " + n;
        try {
          move(failing.machine().failing(n, failure));
          assertRunsOnlyThere(failing, when);
        } catch (Problem why) {
          if (why.kind() == Problem.Kind.FAILED) {
            assertRunsOnlyHere(failing, when);
          } else {
            // it was started there, and that was complained of
            assertRunsOnlyThere(failing, when);
          }
        }
      }
    }
  }

  @Test
  void killedAnywhereItIsBackOrThere() {
    int n = 1;
    for (; ; n++) {
      Two killed = made("killed-" + n);
      ActingHost machine = killed.machine().killedAt(n);
      ColdMigrating migrating = cold(killed.machine());
      try {
        perform(machine, migrating);
        break;
      } catch (ActingHost.Killed end) {
        recover(killed);
      }
      String when = "killed at " + n;
      if (killed.here.exists(FILE)) {
        assertRunsOnlyHere(killed, when);
      } else {
        assertRunsOnlyThere(killed, when);
      }
    }
    assertThat(n).isGreaterThan(10);
  }

  @Test
  void whereTheOtherHostIsSilentNothingIsStartedHere() {
    ActingHost machine = two.machine();
    ColdMigrating migrating = cold(machine);
    assertThatThrownBy(
            () -> perform(two.here.machine().reaching("elsewhere", two.there), migrating))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT));
    assertThat(two.here.store().list("/local/domain")).doesNotContain("3", "9");
    assertThat(two.here.text(AWAY)).isEqualTo(DEFINITION);
  }

  @Test
  void whatItNeedsMustBeThere() {
    two.there.without("srv/vmlinux");
    assertRefused("lacks what the guest is started of", "not there: /srv/vmlinux");
    two.there.put("srv/vmlinux", "").put(FILE, "name = \"pv1\"\n");
    assertRefused("there is another /etc/xen/pv1.cfg on there");
    two.there.without(FILE).guest(5, "pv1");
    assertRefused("a guest 'pv1' runs on there already");
  }

  @Test
  void theSameDefinitionMayBeThere() {
    two.there.put(FILE, DEFINITION);
    move(two.machine());
    assertRunsOnlyThere(two, "");
  }

  @Test
  void withoutADefinitionItIsNotKnownWhatToStart() {
    two.here.without(FILE);
    assertRefused("it is not known what guest 'pv1' was made of");
    two.here.put(FILE, DEFINITION).put("etc/xen/copy.cfg", DEFINITION);
    assertRefused("it is not known what guest 'pv1' was made of");
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> cold(two.machine()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContainingAll(words);
  }

  private static ColdMigrating cold(ActingHost machine) {
    return ColdMigrating.of(
        machine, "pv1", THERE, Map.of(GuideHost.address(TWIN), GuideHost.address(OTHER_TWIN)));
  }

  private static void move(ActingHost machine) {
    ColdMigrating migrating = cold(machine);
    perform(machine, migrating);
    migrating.settle(machine);
  }

  private static void perform(ActingHost machine, ColdMigrating migrating) {
    RunWriter run =
        RunWriter.begin(
            machine,
            AUTHOR,
            List.of("test"),
            Set.of(new Claim.OfGuest("pv1"), new Claim.OfState("pv1")));
    Chore.perform(machine, run, migrating.plan(), new Silence());
  }

  private static void recover(Two two) {
    ActingHost machine = two.machine();
    Author other = new Author("root", Optional.empty(), 4712, "91234", "2f0d");
    Recovery recovery = new Recovery(machine, other, new Silence());
    new Journal(machine).interrupted().forEach(recovery::recover);
  }

  private static void assertRunsOnlyThere(Two two, String when) {
    assertThat(guests(two.here)).as(when).isEmpty();
    assertThat(guests(two.there)).as(when).containsExactly("pv1");
    assertThat(two.here.exists(FILE)).as(when).isFalse();
    assertThat(two.there.exists(FILE)).as(when).isTrue();
  }

  private static void assertRunsOnlyHere(Two two, String when) {
    assertThat(guests(two.here)).as(when).containsExactly("pv1");
    assertThat(guests(two.there)).as(when).isEmpty();
    assertThat(two.here.text(FILE)).as(when).isEqualTo(DEFINITION);
    assertThat(two.there.exists(FILE)).as(when).isFalse();
    int domid = two.here.store().list("/local/domain").contains("3") ? 3 : ActingHost.NEW;
    for (int number : List.of(0, 1)) {
      assertThat(
              two.here
                  .store()
                  .read("/local/domain/0/backend/pci/%d/0/dev-%d".formatted(domid, number)))
          .as(when)
          .isPresent();
    }
  }

  private static List<String> guests(GuideHost host) {
    return host.store().list("/local/domain").stream()
        .filter(domid -> !domid.equals("0"))
        .flatMap(domid -> host.store().read("/local/domain/" + domid + "/name").stream())
        .toList();
  }
}
