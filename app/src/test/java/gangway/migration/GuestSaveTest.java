package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.migration.Chores.perform;
import static gangway.migration.Chores.recover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Outcome;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest with devices is saved and restored with all its functions; a failure changes nothing. */
class GuestSaveTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final Path NOTE = Path.of("/srv/pv1.image.gangway");
  private static final String RECORD = "/local/domain/0/backend/pci/3/0/dev-0";

  private GuideHost host;

  @BeforeEach
  void aGuestWithADeviceAndTheModule() {
    host = made();
  }

  private GuideHost made() {
    GuideHost made =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("srv/other", "")
            .hidden(CARD, TWIN)
            .given(3, CARD);
    made.store().with("/local/domain/3/memory/target", "262144");
    return made;
  }

  @Test
  void theFunctionsAreDetachedThenTheGuestIsSavedAndDestroyed() {
    save(machine(host));

    assertSaved(host);
    assertPrivate(host, "saved");
    assertThat(host.mode(NOTE.toString().substring(1))).as("no secret").isEqualTo("rw-r--r--");
    SavedGuestNote manifest = SavedGuestNote.beside(host.machine(), IMAGE).orElseThrow();
    assertThat(manifest.guest()).isEqualTo("pv1");
    assertThat(manifest.functions())
        .singleElement()
        .satisfies(item -> assertThat(item.address()).hasToString(CARD))
        .satisfies(item -> assertThat(item.id()).hasToString("8086:10d3"));
  }

  @Test
  void theGuestEndsOnlyAfterItsImageIsOnDisk() {
    ActingHost machine = machine(host);
    save(machine);

    List<String> acts = machine.acts();
    assertThat(acts)
        .containsSubsequence(
            "run xl pci-detach 3 " + CARD,
            "run xl save -p 3 " + IMAGE,
            "sync " + IMAGE,
            "run xl destroy 3");
  }

  @Test
  void afterAnyFailureTheGuestRunsAgainWithItsDevice() {
    List<String> acts = acts();
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= acts.size(); n++) {
        GuideHost failing = made();
        ActingHost machine = machine(failing).failing(n, failure);
        try {
          save(machine);
          assertSaved(failing);
        } catch (Problem why) {
          if (why.kind() == Problem.Kind.FAILED) {
            assertAsBefore(failing, failure + " at " + n);
            if (failure == Failure.NOT_DONE && acts.get(n - 1).equals("run xl destroy 3")) {
              assertThat(why).hasMessageContaining("'xl destroy 3' failed");
            }
          } else {
            assertThat(failing.store().read("/local/domain/3/name").isPresent())
                .as("the guest exists, or its complete image")
                .isNotEqualTo(SavedImage.complete(machine, IMAGE));
          }
        }
      }
    }
  }

  @Test
  void aGuestThatAKilledXlLeavesSuspendedIsResumed() {
    host.killingSaves();
    ActingHost machine = machine(host);

    assertThatThrownBy(() -> save(machine))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.FAILED))
        .hasMessageContaining("xl save -p 3");

    assertThat(machine.acts()).contains("run xl save -c 3 /dev/null");
    assertThat(host.suspended()).isEmpty();
    assertAsBefore(host, "xl was killed");
  }

  @Test
  void afterAKillAtAnyStepRecoveryUndoesOrFinishes() {
    int n = 1;
    for (; ; n++) {
      GuideHost killed = made();
      if (!killed(killed, n)) {
        break;
      }
      assertPrivate(killed, "killed at " + n);
      List<Outcome> outcomes = recovered(killed);
      if (outcomes.contains(Outcome.DONE)) {
        assertSaved(killed);
      } else {
        assertAsBefore(killed, "killed at " + n);
      }
    }
    assertThat(n).isGreaterThan(10);
  }

  @Test
  void afterAPowerCutTheImageIsCompleteOrMissing() {
    int kept = 0;
    for (int n = 1; ; n++) {
      GuideHost cut = made();
      if (!killed(cut, n)) {
        break;
      }
      cut.reboot();
      boolean done = recovered(cut).contains(Outcome.DONE);
      ActingHost machine = cut.machine();
      assertThat(SavedImage.complete(machine, IMAGE)).as("cut at " + n).isEqualTo(done);
      assertThat(machine.exists(IMAGE)).as("cut at " + n).isEqualTo(done);
      assertThat(machine.exists(NOTE)).as("cut at " + n).isEqualTo(done);
      kept += done ? 1 : 0;
    }
    assertThat(kept).isPositive();
  }

  @Test
  void withoutTheModuleTheSaveIsRefusedBeforeTheDetach() {
    assertRefused(host.machine(), "would crash on resume");
    assertThat(host.machine().acts()).isEmpty();
  }

  @Test
  void aGuestWhoseKernelKeepsInterruptLinesKeepsItsDevice() {
    ActingHost machine = host.machine().withModuleSaying(3, "0 1");

    assertThatThrownBy(() -> save(machine)).hasMessageContaining("holds interrupt lines");
    assertAsBefore(host, "");
  }

  @Test
  void anUnsuitableFileIsRefused() {
    ActingHost machine = machine(host);
    host.answer("df -P -k /srv", "Filesystem\n/dev/sda1 1 1 300000 1% /srv\n");
    assertRefused(machine, "not enough space");
    host.withoutAnswer("df -P -k /srv");
    host.put(NOTE.toString().substring(1), "");
    assertRefused(machine, "already exists");
    host.without("srv");
    assertRefused(machine, "does not exist");
  }

  @Test
  void theFolderOfXendomainsIsRefused() {
    host.put("var/lib/xen/save/other", "");
    assertThatThrownBy(() ->
            GuestSave.of(machine(host), "pv1", new ImagePlace(Path.of("/var/lib/xen/save/pv1"))))
        .hasMessageContaining("xendomains");
  }

  @Test
  void aGuestThatIsNotRunningIsRefused() {
    host.store().without("/local/domain/3");
    assertRefused(host.machine(), "is not running");
  }

  @Test
  void theGuestIsRestoredOnceWithTheSameOrAnIdenticalDevice() {
    save(machine(host));
    ActingHost machine = host.machine();

    GuestRestore restoring = GuestRestore.of(machine, IMAGE, Map.of());
    perform(machine, restoring.plan());

    assertThat(restoring.functions()).singleElement().hasToString(CARD);
    assertThat(host.store().read("/local/domain/" + ActingHost.NEW + "/name")).contains("pv1");
    assertThatThrownBy(() -> GuestRestore.of(machine, IMAGE, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("was already restored from");
  }

  @Test
  void aDifferentDeviceIsRefused() {
    save(machine(host));
    assertThatThrownBy(() ->
            GuestRestore.of(
                host.machine(), IMAGE, Map.of(GuideHost.address(CARD), GuideHost.address(TWIN))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(TWIN + " on this host is not the device that the guest had");
  }

  @Test
  void aDeviceThatIsNotHiddenIsRefusedBeforeTheGuestRuns() {
    save(machine(host));
    host.unbind("pciback", CARD);
    host.bind("e1000e", CARD);
    assertThatThrownBy(() -> GuestRestore.of(host.machine(), IMAGE, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("gangway hide " + CARD);
  }

  @Test
  void anIncompleteImageIsNotRestored() {
    save(machine(host));
    host.put(IMAGE.toString().substring(1), "Xen saved domain");
    assertThatThrownBy(() -> GuestRestore.of(host.machine(), IMAGE, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("not the complete state of a guest");
  }

  @Test
  void aFailedRestoreCanBeRepeated() {
    save(machine(host));
    ActingHost failing = host.machine().failing(2, Failure.NOT_DONE);
    Plan plan = GuestRestore.of(failing, IMAGE, Map.of()).plan();

    assertThatThrownBy(() -> perform(failing, plan))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("everything is as it was before");

    assertThat(GuestRestore.of(host.machine(), IMAGE, Map.of()).functions()).hasSize(1);
  }

  @Test
  void aRestoreInterruptedByAPowerCutIsNotRepeated() {
    for (int n = 1; ; n++) {
      GuideHost cut = made();
      save(machine(cut));
      ActingHost machine = cut.machine();
      Plan plan = GuestRestore.of(machine, IMAGE, Map.of()).plan();
      if (!killed(machine.killedAt(n), plan)) {
        assertThat(n).isGreaterThan(5);
        return;
      }
      cut.reboot();
      cut.store().without("/local/domain/" + ActingHost.NEW);
      recovered(cut);
      boolean mayHaveRun = machine.acts().contains("replace " + NOTE);
      assertThat(SavedGuestNote.beside(cut.machine(), IMAGE).orElseThrow().restored().isPresent())
          .as("cut at " + n)
          .isEqualTo(mayHaveRun);
    }
  }

  @Test
  void withoutTheModuleTheGuestIsShutDownAndBootedWithItsFunctions() {
    host.put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\n");
    ActingHost machine = host.machine();
    perform(machine, GuestSave.cold(machine, "pv1", new ImagePlace(IMAGE)).plan());

    assertThat(machine.acts()).containsExactly("replace " + NOTE, "run xl shutdown 3");
    GuestRestore restoring = GuestRestore.of(machine, IMAGE, Map.of());
    perform(machine, restoring.plan());

    assertThat(restoring.functions()).singleElement().hasToString(CARD);
    assertThat(restoring.later()).isEmpty();
    assertThat(machine.acts().getLast())
        .matches(
            "run xl create -q /etc/xen/pv1.cfg pci\\+=\\[\"%s\"\\] uuid=\"[0-9a-f-]{36}\""
                .formatted(CARD));
  }

  @Test
  void aGuestThatDoesNotShutDownKeepsRunningAndNoManifestIsLeft() {
    host.put(
        "etc/xen/pv1.cfg",
        "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"%s\" ]\n".formatted(CARD));
    ActingHost machine = host.machine().failing(2, Failure.SILENT);

    assertThatThrownBy(
            () -> perform(machine, GuestSave.cold(machine, "pv1", new ImagePlace(IMAGE)).plan()))
        .hasMessageContaining("everything is as it was before");
    assertAsBefore(host, "");
  }

  @Test
  void replacedFunctionsAreWrittenToItsDefinition() {
    host.put(
        "etc/xen/pv1.cfg",
        "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"%s\" ]\n".formatted(TWIN));
    host.store().without("/local/domain/0/backend/pci/3");
    host.given(3, TWIN).hidden(GuideHost.OTHER_TWIN);
    ActingHost machine = host.machine();
    perform(machine, GuestSave.cold(machine, "pv1", new ImagePlace(IMAGE)).plan());
    Map<PciAddress, PciAddress> instead =
        Map.of(GuideHost.address(TWIN), GuideHost.address(GuideHost.OTHER_TWIN));

    perform(machine, GuestRestore.of(machine, IMAGE, instead).plan());

    assertThat(host.text("etc/xen/pv1.cfg")).contains(GuideHost.OTHER_TWIN).doesNotContain(TWIN);
    assertThat(machine.acts().getLast())
        .matches("run xl create -q /etc/xen/pv1.cfg uuid=\"[0-9a-f-]{36}\"");
  }

  private static ActingHost machine(GuideHost host) {
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static void save(ActingHost machine) {
    perform(machine, GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)).plan());
  }

  private List<String> acts() {
    ActingHost machine = machine(made());
    save(machine);
    return machine.acts();
  }

  private static boolean killed(GuideHost host, int n) {
    ActingHost machine = machine(host);
    return killed(machine.killedAt(n), GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)).plan());
  }

  private static boolean killed(ActingHost machine, Plan plan) {
    try {
      perform(machine, plan);
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static List<Outcome> recovered(GuideHost host) {
    return recover(host.machine());
  }

  private static void assertSaved(GuideHost host) {
    ActingHost machine = host.machine();
    assertThat(host.store().read("/local/domain/3/name")).isEmpty();
    assertThat(SavedImage.complete(machine, IMAGE)).isTrue();
    assertThat(machine.exists(NOTE)).isTrue();
  }

  /** What is in a guest's memory is for nobody but root. */
  private static void assertPrivate(GuideHost host, String when) {
    String image = IMAGE.toString().substring(1);
    if (host.exists(image)) {
      assertThat(host.mode(image)).as(when).isEqualTo("rw-------");
    }
  }

  private static void assertAsBefore(GuideHost host, String when) {
    ActingHost machine = host.machine();
    assertThat(host.store().read(RECORD)).as(when).contains(CARD);
    assertThat(host.store().read("/local/domain/0/backend/pci/3/0/state")).contains("4");
    assertThat(host.store().read("/local/domain/3/name")).as(when).contains("pv1");
    assertThat(machine.ask(gangway.machine.Command.of("xl", "list")).orElseThrow().out())
        .as(when)
        .doesNotContain("-bp-");
    assertThat(machine.exists(IMAGE)).as(when).isFalse();
    assertThat(machine.exists(NOTE)).as(when).isFalse();
  }

  private static void assertRefused(ActingHost machine, String why) {
    assertThatThrownBy(() -> GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContaining(why);
  }
}
