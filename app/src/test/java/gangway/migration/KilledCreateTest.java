package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.migration.Chores.perform;
import static gangway.migration.Chores.recover;
import static gangway.migration.TwoHosts.THERE;
import static gangway.migration.TwoHosts.guests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.DomainStart;
import gangway.host.GuideHost;
import gangway.host.KilledXl;
import gangway.host.KilledXl.Creation;
import gangway.journal.Outcome;
import gangway.machine.Command;
import gangway.passthrough.DestroyUnfinishedStart;
import gangway.plan.Action;
import gangway.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * xl is killed while it creates a guest, on this host or on the other one. The undo destroys the
 * domain that never ran, also one without a name, but never a domain that may have run.
 */
class KilledCreateTest {
  private static final String FILE = ColdGuests.FILE;
  private static final String DEFINITION =
      "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"%s\" ]\n".formatted(CARD);
  private static final String UUID = "0b2b07a4-3f55-4a56-8d4c-9a4d2d0f6c11";
  private static final String OWN = DEFINITION + "uuid = \"%S\"\n".formatted(UUID);
  private static final String RECORD = "var/lib/xen/userdata-d.9.%s.libxl-json".formatted(UUID);
  private static final String SSH = "run ssh -o BatchMode=yes -o ServerAliveInterval=15 there ";
  private static final String HELPER = "/usr/lib/xen/bin/libxl-save-helper\0--restore-domain\0";

  private GuideHost host;
  private TwoHosts two;

  @BeforeEach
  void hosts() {
    host = ColdGuests.saved(DEFINITION);
    two = ColdGuests.hosts(DEFINITION);
  }

  private static Plan restore(ActingHost machine) {
    return GuestRestore.of(machine, ColdGuests.IMAGE, Map.of()).plan();
  }

  private static Plan move(ActingHost machine) {
    return ColdMigration.of(machine, "pv1", THERE, Map.of()).plan();
  }

  @ParameterizedTest
  @EnumSource(names = {"NAMELESS", "UNRECORDED"})
  void theDomainIsDestroyedAndTheGuestCanBeStartedAgain(Creation killed) {
    for (String definition : List.of(DEFINITION, OWN)) {
      host = ColdGuests.saved(definition);
      host.killedXl().killNextCreate(killed);
      ActingHost machine = host.machine();

      Problem why = failure(machine, restore(machine));

      assertThat(why.kind()).as(why.getMessage()).isEqualTo(Problem.Kind.FAILED);
      assertThat(why.blocker()).contains("everything is as it was before");
      assertThat(machine.acts().getLast()).isEqualTo("run xl destroy 9");
      assertGone(host);
      perform(machine, restore(machine));
      assertThat(host.store().read("/local/domain/9/name")).contains("pv1");
      assertThat(recover(machine)).isEmpty();
    }
  }

  /** Gangway was killed too: the journal has the UUID. */
  @ParameterizedTest
  @EnumSource(names = {"NAMELESS", "UNRECORDED"})
  void recoverDestroysTheDomain(Creation killed) {
    int tried = 0;
    for (int n = 1; ; n++) {
      host = ColdGuests.saved(DEFINITION);
      host.killedXl().killNextCreate(killed);
      ActingHost machine = host.machine().killedAt(n);
      try {
        perform(machine, restore(host.machine()));
      } catch (ActingHost.Killed end) {
        boolean left = list(host).contains(killed == Creation.NAMELESS ? "(null)" : "pv1");
        ActingHost later = host.machine();
        recover(later);
        assertThat(later.acts().contains("run xl destroy 9")).as("killed at " + n).isEqualTo(left);
        assertGone(host);
        tried += left ? 1 : 0;
      } catch (Problem undone) {
        break;
      }
    }
    assertThat(tried).isPositive();
  }

  @Test
  void afterTheUnpauseTheGuestIsKept() {
    host.killedXl().killNextCreate(Creation.RUNNING);
    ActingHost machine = host.machine();

    perform(machine, restore(machine));

    assertThat(machine.acts()).doesNotContain("run xl destroy 9");
    assertThat(host.store().read("/local/domain/9/name")).contains("pv1");
  }

  @Test
  void aCompleteDomainThatWasNotUnpausedIsReported() {
    host.killedXl().killNextCreate(Creation.PAUSED);
    ActingHost machine = host.machine();

    Problem why = failure(machine, restore(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.evidence())
        .anySatisfy(line -> assertThat(line).contains("not undone: start guest pv1", "domain 9"));
    assertThat(why.remedy())
        .contains("'xl list -v 9'", "run 'xl destroy 9', then 'gangway recover'");
    assertThat(machine.acts()).doesNotContain("run xl destroy 9");

    host.ended(9);
    assertThat(recover(host.machine())).containsExactly(Outcome.UNDONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"NAMELESS", "UNRECORDED"})
  void onTheOtherHostTheDomainIsDestroyedAndTheGuestRunsHereAgain(Creation killed) {
    for (String definition : List.of(DEFINITION, OWN)) {
      two = ColdGuests.hosts(definition);
      two.there().killedXl().killNextCreate(killed);
      ActingHost machine = two.machine();

      Problem why = failure(machine, move(machine));

      assertThat(why.kind()).as(why.getMessage()).isEqualTo(Problem.Kind.FAILED);
      assertThat(machine.acts()).contains(SSH + "xl destroy 9");
      assertGone(two.there());
      assertThat(guests(two.here())).containsExactly("pv1");
      assertThat(two.there().exists(FILE)).isFalse();
      perform(machine, move(two.machine()));
      assertThat(guests(two.there())).containsExactly("pv1");
      assertThat(guests(two.here())).isEmpty();
    }
  }

  @Test
  void onTheOtherHostARunningGuestIsKept() {
    two.there().killedXl().killNextCreate(Creation.RUNNING);
    ActingHost machine = two.machine();

    perform(machine, move(machine));

    assertThat(machine.acts()).doesNotContain(SSH + "xl destroy 9");
    assertThat(guests(two.there())).containsExactly("pv1");
    assertThat(guests(two.here())).isEmpty();
  }

  @Test
  void aCompleteDomainOfTheOtherHostIsReportedAndTheGuestIsOnNoHost() {
    two.there().killedXl().killNextCreate(Creation.PAUSED);
    ActingHost machine = two.machine();

    Problem why = failure(machine, move(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.remedy()).contains("there xl destroy 9', then 'gangway recover'");
    assertThat(machine.acts()).doesNotContain(SSH + "xl destroy 9");
    assertThat(guests(two.here())).isEmpty();

    two.there().ended(9);
    assertThat(recover(two.machine())).containsExactly(Outcome.UNDONE);
    assertThat(guests(two.here())).containsExactly("pv1");
  }

  /** The undo of the shutdown starts the guest here again, and xl is killed then. */
  @ParameterizedTest
  @EnumSource(names = {"NAMELESS", "UNRECORDED"})
  void recoverStartsAGuestWhoseRestartWasKilled(Creation killed) {
    two.there().killedXl().killNextCreate(Creation.NAMELESS);
    two.here().killedXl().killNextCreate(killed);
    ActingHost machine = two.machine();

    Problem why = failure(machine, move(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(recover(two.machine())).containsExactly(Outcome.UNDONE);
    assertThat(guests(two.here())).containsExactly("pv1");
    assertThat(two.here().store().read("/local/domain/0/backend/pci/9/0/dev-0")).contains(CARD);
    assertGone(two.there());
  }

  /** Why a domain may have run, or may run soon. */
  record Doubt(String evidence, Consumer<GuideHost> cause) {
    @Override
    public String toString() {
      return evidence;
    }
  }

  private static List<Doubt> doubts() {
    String columns = "9   256     1     %s       %s " + UUID + "        -                -\n";
    String state = "paused and has used no CPU time";
    return List.of(
        new Doubt(
            state, on -> on.answer("xl list -v 9", "pv1 " + columns.formatted("--p---", "0.1"))),
        new Doubt(
            state, on -> on.answer("xl list -v 9", "pv1 " + columns.formatted("-b----", "0.0"))),
        new Doubt(
            state, on -> on.answer("xl list -v 9", "pv8 " + columns.formatted("--p---", "0.0"))),
        new Doubt(
            state,
            on ->
                on.answer(
                    "xl list -v 9",
                    "x "
                        + columns.formatted("--p---", "0.0")
                        + "pv1 "
                        + columns.formatted("-b----", "1.9"))),
        new Doubt(state, on -> on.refusal("xl list -v 9")),
        new Doubt("libxl may have completed the creation", on -> on.put(RECORD, "{}")),
        new Doubt(
            "process 4711: xl create /etc/xen/pv1.cfg",
            on -> on.put("proc/4711/cmdline", "xl\0create\0/etc/xen/pv1.cfg\0")),
        new Doubt(
            "process 4711: /usr/lib/xen/bin/libxl-save-helper --restore-domain",
            on -> on.put("proc/4711/cmdline", HELPER)));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aDomainThatMayHaveRunIsNotDestroyed(Doubt doubt) {
    KilledXl.leave(host, 9, "pv1", UUID);
    doubt.cause().accept(host);
    ActingHost machine = host.machine();

    Problem why = failure(machine, remains());

    assertThat(machine.acts()).isEmpty();
    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker()).contains("domain 9 was created for guest pv1", doubt.evidence());
    assertThat(why.remedy()).contains("run 'xl destroy 9', then 'gangway recover'");
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aDomainOfTheOtherHostThatMayHaveRunIsNotDestroyed(Doubt doubt) {
    KilledXl.leave(two.there(), 9, "pv1", UUID);
    doubt.cause().accept(two.there());
    ActingHost machine = two.machine();

    Problem why = failure(machine, remainsThere());

    assertThat(machine.acts()).isEmpty();
    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker()).contains("domain 9 was created for guest pv1", doubt.evidence());
  }

  private static final List<CallFault> UNREADABLE =
      List.of(
          new CallFault.DiskError(CallFault.Moment.BEFORE),
          new CallFault.TimedOut(CallFault.Moment.BEFORE),
          CallFault.noMemory(CallFault.Moment.BEFORE));

  @Tag("long")
  @ParameterizedTest
  @MethodSource("doubts")
  void withLessKnowledgeADoubtRemains(Doubt doubt) {
    KilledXl.leave(host, 9, "pv1", UUID);
    doubt.cause().accept(host);
    KilledXl.leave(two.there(), 9, "pv1", UUID);
    doubt.cause().accept(two.there());
    for (CallFault fault : UNREADABLE) {
      mustDestroyNothing(host.machine(), host::machine, remains(), fault);
      mustDestroyNothing(two.machine(), two::machine, remainsThere(), fault);
    }
  }

  private static void mustDestroyNothing(
      ActingHost whole, Supplier<ActingHost> again, Action remains, CallFault fault) {
    failure(whole, remains);
    for (int n = 1; n <= whole.calls().size(); n++) {
      ActingHost machine = again.get().failingCall(n, fault);
      try {
        remains.perform(machine);
      } catch (RuntimeException | Error unknown) {
        // it is reported
      }
      assertThat(machine.acts()).as(whole.call(n)).isEmpty();
    }
  }

  @Test
  void theUndoWaitsForThePrograms() {
    KilledXl.leaveNameless(host, 9, UUID);
    host.put("proc/4711/cmdline", HELPER);
    host.clock().after(Duration.ofSeconds(2), () -> host.without("proc/4711"));
    ActingHost machine = host.machine();

    remains().perform(machine);

    assertThat(machine.acts()).containsExactly("run xl destroy 9");
  }

  @Test
  void aGuestThatRunsIsNotTouched() {
    host.guest(9, "pv1").put(RECORD, "{}").killedXl().uuid(9, UUID);
    ActingHost machine = host.machine();
    remains().perform(machine);
    assertThat(machine.acts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "another boot", "an older domain", "another UUID"})
  void withoutADomainOfThisStartNothingIsDone(String what) {
    if (!what.isEmpty()) {
      KilledXl.leave(host, 9, "pv1", what.equals("another UUID") ? DomainStart.newUuid() : UUID);
    }
    if (what.equals("another boot")) {
      host.put("proc/sys/kernel/random/boot_id", "77aa\n");
    }
    ActingHost machine = host.machine();
    new DestroyUnfinishedStart(
            new DomainStart("pv1", UUID, what.equals("an older domain") ? 9 : 3, "2f0d"))
        .perform(machine);
    assertThat(machine.acts()).isEmpty();
  }

  @Test
  void ofTwoDomainsNoneIsDestroyed() {
    KilledXl.leave(host, 8, "copy", UUID);
    KilledXl.leaveNameless(host, 9, UUID);
    ActingHost machine = host.machine();

    Problem why = failure(machine, remains());

    assertThat(machine.acts()).isEmpty();
    assertThat(why.blocker()).contains("more than one domain", "8, 9");
  }

  @Test
  void ifTheOtherHostDoesNotAnswerNothingIsKnown() {
    KilledXl.leaveNameless(two.there(), 9, UUID);
    ActingHost machine = two.machine().notReaching("there");
    assertThat(failure(machine, remainsThere()).kind()).isNotEqualTo(Problem.Kind.REFUSED);
    assertThat(machine.acts()).isEmpty();
  }

  private static Action remains() {
    return new DestroyUnfinishedStart(new DomainStart("pv1", UUID, 3, "2f0d"));
  }

  private static Action remainsThere() {
    return new DestroyUnfinishedOnHost(THERE.ssh(), new DomainStart("pv1", UUID, 3, "2f0d"));
  }

  private static Problem failure(ActingHost machine, Action remains) {
    return catchThrowableOfType(Problem.class, () -> remains.perform(machine));
  }

  private static Problem failure(ActingHost machine, Plan plan) {
    return catchThrowableOfType(Problem.class, () -> perform(machine, plan));
  }

  private static void assertGone(GuideHost host) {
    assertThat(list(host)).doesNotContain("(null)", "pv1");
  }

  private static String list(GuideHost host) {
    return host.machine().told(Command.of("xl", "list", "-v")).orElseThrow();
  }
}
