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
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.pci.PciAddress;
import gangway.plan.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A guest is shut down and booted on another host with all its functions; after a failure it runs
 * here as before, and never on both hosts.
 */
class ColdMigrationTest {
  private static final String FILE = "etc/xen/pv1.cfg";
  private static final String AUTO = "etc/xen/auto/pv1.cfg";
  private static final String AWAY = "etc/xen/moved/pv1.cfg";
  private static final String DEFINITION =
      """
      name = "pv1" # since the year of the cat
      kernel = "/srv/vmlinux"
      disk = [ "phy:/dev/vg/pv1,xvda,w" ]
      pci = [ "%s" ]
      """
          .formatted(CARD);

  /** The guest has two functions here; one of them is not in its definition. */
  private TwoHosts two;

  @BeforeEach
  void twoHosts() {
    two = made();
  }

  private TwoHosts made() {
    TwoHosts made = TwoHosts.made();
    made.here().put(FILE, DEFINITION).hidden(CARD, TWIN, OTHER_TWIN).given(3, CARD, TWIN);
    made.there().put("srv/vmlinux", "").put("dev/vg/pv1", "").without(FILE);
    made.thereAre(function(CARD, "8086:10d3"), function(OTHER_TWIN, "8086:100e"));
    return made;
  }

  @Test
  void theGuestIsShutDownHereAndBootedThereWithIdenticalFunctions() {
    move(two.machine());

    assertThat(two.here().exists(FILE)).isFalse();
    assertThat(two.here().text(AWAY)).isEqualTo(DEFINITION);
    assertThat(two.there().text(FILE)).isEqualTo(DEFINITION);
    assertRunsOnlyThere(two, "");
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void theDefinitionHasTheSameBytesAndModeThere() {
    byte[] latin = (DEFINITION + "# f\u00fcr\n").getBytes(StandardCharsets.ISO_8859_1);
    two.here().put(FILE, latin).mode(FILE, "rw-------");

    move(two.machine());

    assertThat(two.there().bytes(FILE)).isEqualTo(latin);
    assertThat(two.there().mode(FILE)).isEqualTo("rw-------");
    assertRunsOnlyThere(two, "");
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aDefinitionThatOthersCouldReadThereIsRefusedBeforeTheGuestIsShutDown() {
    two.here().mode(FILE, "rw-------");
    two.there().put(FILE, DEFINITION);
    assertRefused("a different /etc/xen/pv1.cfg exists on there", "the mode 0600");
  }

  @Test
  void aFolderThereThatOtherUsersCanWriteToIsRefusedBeforeTheGuestIsShutDown() {
    two.there().put("etc/xen/other", "").mode("etc/xen", "rwxrwxrwx");
    assertRefused("users other than root", "'/etc/xen/pv1.cfg' on there", "/etc/xen has mode 0777");
  }

  @Test
  void theFunctionsInItsDefinitionAreReplacedThere() {
    two.thereAre(function(TWIN, "8086:10d3"), function(OTHER_TWIN, "8086:100e"));
    ActingHost machine = two.machine();
    Map<PciAddress, PciAddress> instead =
        Map.of(
            GuideHost.address(CARD), GuideHost.address(TWIN),
            GuideHost.address(TWIN), GuideHost.address(OTHER_TWIN));

    perform(machine, ColdMigration.of(machine, "pv1", THERE, instead).plan());

    assertThat(two.there().text(FILE))
        .contains("since the year of the cat", "\"%s\"".formatted(TWIN))
        .doesNotContain(CARD);
    assertRunsOnlyThere(two, "");
  }

  @Test
  void describingTheStepsChangesNothing() {
    ActingHost machine = two.machine();

    assertThat(cold(machine).plan().steps().stream().map(Step::says))
        .containsExactly(
            "shut down guest pv1",
            "move the definition /etc/xen/pv1.cfg to /etc/xen/moved/pv1.cfg",
            "write the definition /etc/xen/pv1.cfg on there",
            "start guest pv1 on there");
    assertThat(machine.acts()).isEmpty();
  }

  @Test
  void afterAnyFailureTheGuestRunsOnOneHost() {
    ActingHost counted = made().machine();
    move(counted);
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= counted.acts().size(); n++) {
        TwoHosts failing = made();
        String when = failure + " at " + n;
        try {
          move(failing.machine().failing(n, failure));
          assertRunsOnlyThere(failing, when);
        } catch (Problem why) {
          if (why.kind() == Problem.Kind.FAILED) {
            assertRunsOnlyHere(failing, when);
          } else {
            // the guest was started there although the command failed
            assertRunsOnlyThere(failing, when);
          }
        }
      }
    }
  }

  @Test
  void afterAKillAtAnyStepTheGuestRunsOnOneHost() {
    int n = 1;
    for (; ; n++) {
      TwoHosts killed = made();
      ActingHost machine = killed.machine().killedAt(n);
      ColdMigration migrating = cold(killed.machine());
      try {
        perform(machine, migrating.plan());
        break;
      } catch (ActingHost.Killed end) {
        recover(killed.machine());
      }
      String when = "killed at " + n;
      if (killed.here().exists(FILE)) {
        assertRunsOnlyHere(killed, when);
      } else {
        assertRunsOnlyThere(killed, when);
      }
    }
    assertThat(n).isGreaterThan(10);
  }

  @Test
  void ifTheOtherHostDoesNotAnswerNothingIsStartedHere() {
    ActingHost machine = two.machine();
    ColdMigration migrating = cold(machine);
    assertThatThrownBy(() -> perform(two.here().machine().notReaching("there"), migrating.plan()))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT));
    assertThat(two.here().store().list("/local/domain")).doesNotContain("3", "9");
    assertThat(two.here().text(AWAY)).isEqualTo(DEFINITION);
  }

  @Test
  void itsFilesMustExistThere() {
    two.there().without("srv/vmlinux");
    assertRefused("does not have all files of the guest", "missing: /srv/vmlinux");
    two.there().put("srv/vmlinux", "").put(FILE, "name = \"pv1\"\nbootloader='pygrub'\n");
    assertRefused("a different /etc/xen/pv1.cfg exists on there");
    two.there().without(FILE).guest(5, "pv1");
    assertRefused("guest 'pv1' already runs on there");
  }

  @Test
  void theSameDefinitionMayExistThere() {
    two.there().put(FILE, DEFINITION);
    move(two.machine());
    assertRunsOnlyThere(two, "");
  }

  @Test
  void aGuestThatStartsWithThisHostStartsWithTheOtherOne() {
    two.here().link(AUTO, "../pv1.cfg");
    ActingHost machine = two.machine();
    assertThat(cold(machine).plan().completion().orElseThrow().steps().stream().map(Step::says))
        .containsExactly(
            "start the guest with there: link /etc/xen/auto/pv1.cfg there",
            "do not start the guest with this host: delete /etc/xen/auto/pv1.cfg",
            "wait until guest pv1 on there has its functions");

    move(machine);

    assertThat(machine.acts())
        .contains(
            "run ssh -o BatchMode=yes -o ServerAliveInterval=15 there ln -sfT -- /etc/xen/pv1.cfg /etc/xen/auto/pv1.cfg");
    assertThat(two.there().text(AUTO)).isEqualTo(DEFINITION);
    assertThat(two.here().exists(AUTO)).isFalse();
  }

  @Test
  void aDifferentAutoStartLinkThereIsNotReplaced() {
    two.here().link(AUTO, "../pv1.cfg");
    two.there().put(AUTO, "name = \"other\"\nbootloader='pygrub'\n");
    assertRefused("a different /etc/xen/auto/pv1.cfg exists on there");
  }

  @Test
  void aGuestWithoutExactlyOneDefinitionIsRefused() {
    two.here().without(FILE);
    assertRefused("guest 'pv1' does not have exactly one definition");
    two.here().put(FILE, DEFINITION).put("etc/xen/copy.cfg", DEFINITION);
    assertRefused("guest 'pv1' does not have exactly one definition");
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> cold(two.machine()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContainingAll(words);
  }

  private static ColdMigration cold(ActingHost machine) {
    return ColdMigration.of(
        machine, "pv1", THERE, Map.of(GuideHost.address(TWIN), GuideHost.address(OTHER_TWIN)));
  }

  private static void move(ActingHost machine) {
    perform(machine, cold(machine).plan());
  }

  private static void assertRunsOnlyThere(TwoHosts two, String when) {
    assertThat(guests(two.here())).as(when).isEmpty();
    assertThat(guests(two.there())).as(when).containsExactly("pv1");
    assertThat(two.here().exists(FILE)).as(when).isFalse();
    assertThat(two.there().exists(FILE)).as(when).isTrue();
  }

  private static void assertRunsOnlyHere(TwoHosts two, String when) {
    assertThat(guests(two.here())).as(when).containsExactly("pv1");
    assertThat(guests(two.there())).as(when).isEmpty();
    assertThat(two.here().text(FILE)).as(when).isEqualTo(DEFINITION);
    assertThat(two.there().exists(FILE)).as(when).isFalse();
    int domid = two.here().store().list("/local/domain").contains("3") ? 3 : ActingHost.NEW;
    for (int number : List.of(0, 1)) {
      assertThat(
              two.here()
                  .store()
                  .read("/local/domain/0/backend/pci/%d/0/dev-%d".formatted(domid, number)))
          .as(when)
          .isPresent();
    }
  }
}
