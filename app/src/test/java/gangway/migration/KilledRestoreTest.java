package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.migration.Chores.perform;
import static gangway.migration.Chores.recover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.guard.SavedGuestNote;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.host.KilledXl;
import gangway.journal.Outcome;
import gangway.plan.Plan;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * xl is killed while it restores a guest, and leaves a domain that never ran. The undo destroys
 * this domain, but never a domain that may have run.
 */
class KilledRestoreTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final Path NOTE = Path.of("/srv/pv1.image.gangway");
  private static final String DESTROY = "run xl destroy 9";
  private static final String RECORD = "var/lib/xen/userdata-d.9.uuid-3.libxl-json";

  private GuideHost host;

  @BeforeEach
  void aSavedGuest() {
    host = saved(CARD);
  }

  private static GuideHost saved(String... functions) {
    GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("proc/1/cmdline", "/sbin/init\0")
            .put("srv/other", "")
            .hidden(CARD, TWIN)
            .given(3, functions);
    host.store().with("/local/domain/3/memory/target", "262144");
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");
    perform(machine, GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)).plan());
    return host;
  }

  private static Plan plan(ActingHost machine) {
    return GuestRestore.of(machine, IMAGE, Map.of()).plan();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsDomainIsDestroyedAndTheGuestCanBeRestoredAgain(boolean withDevice) {
    host = withDevice ? host : saved();
    host.killedXl().killNextRestore();
    ActingHost machine = host.machine();

    Problem why = failure(machine, plan(machine));

    assertThat(why.kind()).as(why.getMessage()).isEqualTo(Problem.Kind.FAILED);
    assertThat(why.blocker()).contains("everything is as it was before");
    assertThat(machine.acts()).contains(DESTROY);
    assertUndone(machine);
    perform(machine, plan(machine));
    assertThat(host.store().read("/local/domain/9/name")).contains("pv1");
    assertThat(recover(machine)).isEmpty();
  }

  /** Gangway was killed too, at any moment after the note was changed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void recoverDestroysItsDomain(boolean withDevice) {
    int tried = 0;
    for (int n = 1; ; n++) {
      host = withDevice ? saved(CARD) : saved();
      ActingHost machine = host.machine().killedAt(n);
      try {
        perform(machine, plan(machine));
        break;
      } catch (ActingHost.Killed killed) {
        if (machine.acts().contains("replace " + NOTE)
            && host.store().read("/local/domain/9/name").isEmpty()) {
          KilledXl.leave(host, 9, "pv1", "uuid-3");
          ActingHost later = host.machine();
          assertThat(recover(later)).as("killed at " + n).containsExactly(Outcome.UNDONE);
          assertThat(later.acts()).contains(DESTROY);
          assertUndone(later);
          tried++;
        }
      }
    }
    assertThat(tried).isPositive();
  }

  /** The helper of xl ends a moment after xl. */
  @Test
  void theUndoWaitsForTheHelperOfXl() {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    host.put("proc/4711/cmdline", "/usr/lib/xen/bin/libxl-save-helper\0--restore-domain\0");
    host.clock().after(Duration.ofSeconds(2), () -> host.without("proc/4711"));
    ActingHost machine = host.machine();

    remains(Toolstack.XL).perform(machine);

    assertThat(machine.acts()).containsExactly(DESTROY);
  }

  @Test
  void withoutADomainNothingIsDone() {
    ActingHost machine = host.machine();
    remains(Toolstack.XL).perform(machine);
    assertThat(machine.acts()).isEmpty();
  }

  @Test
  void afterARebootNothingIsDestroyed() {
    KilledXl.leave(host, 9, "pv1", "uuid-3").put("proc/sys/kernel/random/boot_id", "77aa\n");
    ActingHost machine = host.machine();
    remains(Toolstack.XL).perform(machine);
    assertThat(machine.acts()).isEmpty();
  }

  /** Why the domain may have run, or may run soon. */
  record Doubt(String evidence, Consumer<GuideHost> cause) {
    @Override
    public String toString() {
      return evidence;
    }
  }

  private static List<Doubt> doubts() {
    return List.of(
        new Doubt(
            "has used no CPU time",
            on -> on.answer("xl list 9", "pv1 9   256     1     --p---       0.1\n")),
        new Doubt(
            "has used no CPU time",
            on -> on.answer("xl list 9", "pv1 9   256     1     -b----       0.0\n")),
        new Doubt("has used no CPU time", on -> on.refusal("xl list 9")),
        new Doubt("has used no CPU time", GuideHost::withoutXl),
        new Doubt(
            "has used no CPU time",
            on ->
                on.answer(
                    "xl list 9",
                    "x 9   256     1     --p---       0.0\npv1 9   256     1     -b----       1.9\n")),
        new Doubt("libxl may have completed the restore", on -> on.put(RECORD, "{}")),
        new Doubt(
            "its UUID is not the UUID in the saved image",
            on -> on.store().with("/local/domain/9/vm", "/vm/uuid-9")),
        new Doubt(
            "its UUID is not the UUID in the saved image",
            on -> on.store().without("/local/domain/9/vm")),
        new Doubt(
            "the domain was renamed", on -> on.store().with("/local/domain/9/name", "pv1-test")),
        new Doubt(
            "process 4711: xl create /etc/xen/pv1.cfg",
            on -> on.put("proc/4711/cmdline", "xl\0create\0/etc/xen/pv1.cfg\0")),
        new Doubt(
            "process 4711: /usr/lib/xen/bin/libxl-save-helper --restore-domain",
            on ->
                on.put(
                    "proc/4711/cmdline", "/usr/lib/xen/bin/libxl-save-helper\0--restore-domain\0")),
        new Doubt(
            "Gangway runs in a PID namespace",
            on -> on.link("proc/self/ns/pid", "pid:[4026532999]")));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aDomainThatMayHaveRunIsNotDestroyed(Doubt doubt) {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    doubt.cause().accept(host);
    ActingHost machine = host.machine();

    Problem why = failure(machine, remains(Toolstack.XL));

    assertThat(machine.acts()).isEmpty();
    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker()).contains("(domain 9) exists", doubt.evidence());
    assertThat(why.remedy()).contains("run 'xl destroy 9', then 'gangway recover'");
  }

  /** A copy of the guest was there before; a restore that failed by itself has left no domain. */
  @Test
  void anotherGuestWithTheSameUuidIsIgnored() {
    KilledXl.leave(host, 2, "copy", "uuid-3");
    ActingHost machine = host.machine();
    remains(Toolstack.XL).perform(machine);
    assertThat(machine.acts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uuid-3", "uuid-8"})
  void ofTwoCandidatesNoneIsDestroyed(String uuid) {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    KilledXl.leave(host, 8, uuid.equals("uuid-3") ? "copy" : "pv1", uuid);
    ActingHost machine = host.machine();

    Problem why = failure(machine, remains(Toolstack.XL));

    assertThat(machine.acts()).isEmpty();
    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker()).contains("(domain 8)", "pv1 (domain 9)");
    assertThat(why.remedy()).contains("run 'xl destroy DOMID'", "then 'gangway recover'");
  }

  /**
   * A restore after which the domain may not be destroyed.
   *
   * @param reasons what the problem says
   * @param commands what the remedy says
   */
  record Spared(DestroyUnfinished remains, List<String> reasons, String commands) {
    @Override
    public String toString() {
      return reasons.getLast();
    }
  }

  private static List<Spared> spared() {
    return List.of(
        new Spared(
            new DestroyUnfinished("pv1", Toolstack.XL, "uuid-3", 9, "2f0d"),
            List.of("existed before the restore"),
            "then 'gangway recover'"),
        new Spared(
            new DestroyUnfinished("pv1", Toolstack.XL, "", 3, "2f0d"),
            List.of("its UUID is not the UUID in the saved image"),
            "then 'gangway recover'"),
        // libvirt continues a restore after virsh was killed
        new Spared(
            remains(Toolstack.LIBVIRT),
            List.of("pv1 (domain 9) exists", "libvirt continues a restore"),
            "run 'virsh -q -c xen:///system destroy 9', then 'gangway recover'"));
  }

  @ParameterizedTest
  @MethodSource("spared")
  void aDomainThatMustStayIsNotDestroyed(Spared spared) {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    ActingHost machine = host.machine();

    Problem why = failure(machine, spared.remains());

    assertThat(machine.acts()).isEmpty();
    assertThat(why.blocker()).contains(spared.reasons());
    assertThat(why.remedy()).contains(spared.commands());
  }

  private static final List<CallFault> UNREADABLE =
      List.of(
          new CallFault.DiskError(CallFault.Moment.BEFORE),
          new CallFault.TimedOut(CallFault.Moment.BEFORE),
          CallFault.noMemory(CallFault.Moment.BEFORE));

  @ParameterizedTest
  @MethodSource("doubts")
  void withLessKnowledgeADoubtRemains(Doubt doubt) {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    doubt.cause().accept(host);
    ActingHost whole = host.machine();
    failure(whole, remains(Toolstack.XL));
    for (int n = 1; n <= whole.calls().size(); n++) {
      for (CallFault fault : UNREADABLE) {
        ActingHost machine = host.machine().failingCall(n, fault);
        try {
          remains(Toolstack.XL).perform(machine);
        } catch (RuntimeException | Error unknown) {
          // it is reported
        }
        assertThat(machine.acts()).as(whole.call(n)).isEmpty();
      }
    }
  }

  @Test
  void aDomainThatRemainsIsReported() {
    KilledXl.leave(host, 9, "pv1", "uuid-3");
    ActingHost machine = host.machine().failing(1, Failure.NOT_DONE);

    Problem why = failure(machine, remains(Toolstack.XL));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker()).isEqualTo("pv1 (domain 9) still exists after 'xl destroy 9'");
    assertThat(why.remedy()).contains("run 'xl destroy 9', then 'gangway recover'");
  }

  /** The whole operation names the domain and the commands, and so does every recovery. */
  @Test
  void inDoubtTheErrorNamesTheDomainAndTheCommands() {
    host.killedXl().killNextRestore();
    host.answer("xl list 9", "pv1 9   256     1     --p---       0.1\n");
    ActingHost machine = host.machine();
    String commands = "run 'xl destroy 9', then 'gangway recover'";

    Problem why = failure(machine, plan(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.evidence())
        .anySatisfy(line ->
            assertThat(line).contains("not undone: restore guest pv1", "pv1 (domain 9) exists"));
    assertThat(why.remedy()).contains(commands);
    Problem again = catchThrowableOfType(Problem.class, () -> recover(host.machine()));
    assertThat(again.remedy()).contains(commands);
    assertThat(again.evidence()).anyMatch(line -> line.contains("pv1 (domain 9) exists"));
    assertThat(machine.acts()).doesNotContain(DESTROY);

    host.ended(9).withoutAnswer("xl list 9");
    assertThat(recover(host.machine())).containsExactly(Outcome.UNDONE);
    assertUndone(host.machine());
  }

  /** A restored guest whose kernel does not answer has changed its disks. */
  @Test
  void aRestoredGuestIsNeverDestroyed() {
    for (Failure failure : Failure.values()) {
      for (int n = 1; n <= 3; n++) {
        host = saved(CARD);
        ActingHost machine = host.machine().failing(n, failure);
        try {
          perform(machine, plan(machine));
        } catch (Problem why) {
          recoverIfPossible(host.machine());
        }
        assertThat(machine.acts()).as(failure + " at " + n).doesNotContain(DESTROY);
      }
    }
  }

  private static void recoverIfPossible(ActingHost machine) {
    try {
      recover(machine);
    } catch (Problem open) {
      assertThat(open.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    }
    assertThat(machine.acts()).doesNotContain(DESTROY);
  }

  private static DestroyUnfinished remains(Toolstack toolstack) {
    return new DestroyUnfinished("pv1", toolstack, "uuid-3", 3, "2f0d");
  }

  private static Problem failure(ActingHost machine, DestroyUnfinished remains) {
    return catchThrowableOfType(Problem.class, () -> remains.perform(machine));
  }

  private static Problem failure(ActingHost machine, Plan plan) {
    return catchThrowableOfType(Problem.class, () -> perform(machine, plan));
  }

  private void assertUndone(ActingHost machine) {
    assertThat(host.store().list("/local/domain/9")).isEmpty();
    assertThat(machine.exists(IMAGE)).isTrue();
    assertThat(SavedGuestNote.beside(machine, IMAGE).orElseThrow().restored()).isEmpty();
  }
}
