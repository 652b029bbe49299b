package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.OperationWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ctrl-C in {@code xl save pv1 FILE} leaves pv1 suspended. {@code gangway recover} resumes it, but
 * never a guest that may be running in another place.
 */
class RecoverSuspendedGuestsTest {
  private static final String RESUME = "run xl save -c 3 /dev/null";
  private static final String DISK = "/local/domain/0/backend/vbd/%d/51712/params";

  private final GuideHost host = suspended();

  static GuideHost suspended() {
    GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("proc/1/cmdline", "/sbin/init\0")
            .answer("xl help", " list    List\n save    Save\n restore Restore\n");
    host.suspended().add("3");
    return host;
  }

  @Test
  void recoverResumesTheGuestInAnOperationOfItsOwn() {
    ActingHost machine = host.machine();

    Run run = run(machine, "recover");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .containsExactly(
            "  resume guest pv1 (takes a minute)",
            "resumed: guest pv1 (domain 3) is running; delete the file of its interrupted save, if"
                + " any");
    assertThat(machine.acts()).containsExactly(RESUME);
    assertThat(host.suspended()).isEmpty();
    assertThat(run("history").out()).contains("recover pv1").contains("done");
    assertThat(run("recover").out()).contains("nothing to recover");
  }

  @Test
  void theGuestCanBeNamed() {
    assertThat(run("recover", "pv1").exit()).isEqualTo(ExitCode.DONE);
    assertThat(host.suspended()).isEmpty();

    Run again = run("recover", "pv1");
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).isEqualTo("already so: guest pv1 (domain 3) is not suspended\n");

    Run unknown = run("recover", "pv2");
    assertThat(unknown.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(unknown.err()).contains("guest 'pv2' is not running");
  }

  @Test
  void asIsKeepsTheGuestSuspended() {
    assertThat(run("recover", "--as-is").exit()).isEqualTo(ExitCode.DONE);
    assertThat(host.suspended()).containsExactly("3");
  }

  @Test
  void oneGuestIsResumedAlthoughAnotherOneIsNot() {
    host.guest(5, "pv5--migratedaway").suspended().add("5");

    Run run = run("recover");

    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).contains("resumed: guest pv1 (domain 3)");
    assertThat(host.suspended()).containsExactly("5");
  }

  /** A reason to keep the guest suspended, what recover says, and whether it can be accepted. */
  record Doubt(String code, String evidence, boolean acceptable, Consumer<GuideHost> cause) {
    @Override
    public String toString() {
      return code + ": " + evidence;
    }
  }

  private static List<Doubt> doubts() {
    return List.of(
        refused(
            "SAVE-IN-PROGRESS",
            "process 4711: xl save pv1 /srv/pv1.image",
            on -> on.put("proc/4711/cmdline", "xl\0save\0pv1\0/srv/pv1.image\0")),
        refused(
            "SAVE-IN-PROGRESS",
            "process 4712: /usr/lib/xen/bin/libxl-save-helper --save-domain 8 11 3",
            on ->
                on.put(
                    "proc/4712/cmdline",
                    "/usr/lib/xen/bin/libxl-save-helper\0--save-domain\0008\00011\0003\0")),
        refused(
            "SAVE-IN-PROGRESS",
            "Gangway runs in a PID namespace",
            on -> on.link("proc/self/ns/pid", "pid:[4026532999]")),
        refused(
            "GUEST-MIGRATED",
            "xl renamed domain 3 to pv1--migratedaway",
            on -> on.store().with("/local/domain/3/name", "pv1--migratedaway")),
        refused(
            "GUEST-MIGRATED",
            "xl names domain 3 pv1--incoming",
            on -> on.store().with("/local/domain/3/name", "pv1--incoming")),
        refused(
            "GUEST-TWICE", "pv1 (domain 7) has the same name or UUID", on -> on.guest(7, "pv1")),
        refused(
            "GUEST-TWICE",
            "pv1--incoming (domain 7) has the same name or UUID",
            on -> on.guest(7, "pv1--incoming")),
        refused(
            "GUEST-TWICE",
            "restored (domain 7) has the same name or UUID",
            on -> on.guest(7, "restored").store().with("/local/domain/7/vm", "/vm/uuid-3")),
        refused(
            "GUEST-UNKNOWN",
            "missing, or not readable: /var/lib/xen/userdata-d.3.uuid-3.libxl-json",
            on -> on.without("var/lib/xen/userdata-d.3.uuid-3.libxl-json")),
        refused(
            "GUEST-UNKNOWN",
            "XenStore has no name for the domain",
            on ->
                on.store()
                    .without("/local/domain/3/name")
                    .with("/local/domain/3/memory/target", "1")),
        refused(
            "GUEST-UNKNOWN",
            "does not show one line",
            on ->
                on.answer(
                    "xl list 3",
                    "x 3   256     1     ---ss-       1.9\npv1 3   256     1     -b----       1.9\n")),
        acceptable(
            "GUEST-MAY-RUN-ELSEWHERE", "domain 3 is paused as well", on -> on.paused().add("3")),
        acceptable(
            "GUEST-MAY-RUN-ELSEWHERE",
            "libvirt started it",
            on -> on.put("var/lib/xen/userdata-d.3.uuid-3.libvirt-xml", "<domain/>")),
        acceptable(
            "GUEST-MAY-RUN-ELSEWHERE",
            "/libxl/3/remus exists",
            on -> on.store().with("/libxl/3/remus/netbuf/0/ifb", "ifb0")),
        acceptable(
            "GUEST-MAY-RUN-ELSEWHERE",
            "copy (domain 7) uses /dev/vg/pv1 too",
            on ->
                on.guest(7, "copy")
                    .store()
                    .with(DISK.formatted(3), "/dev/vg/pv1")
                    .with(DISK.formatted(7), "/dev/vg/pv1")),
        acceptable(
            "SUSPENDED-ON-REQUEST",
            "'xl help' lists the command suspend",
            on -> on.answer("xl help", " save    Save\n suspend Suspend\n")),
        acceptable("SUSPENDED-ON-REQUEST", "'xl help' does not show", on -> on.refusal("xl help")),
        acceptable(
            "RESUME-UNPROVEN",
            "/libxl/3/type is hvm",
            on -> on.store().with("/libxl/3/type", "hvm")),
        acceptable(
            "RESUME-UNPROVEN",
            "it has the function " + CARD,
            on -> on.hidden(CARD).given(3, CARD)));
  }

  @Test
  void everyFindingAboutSuspendedGuestsIsAmongThem() throws IOException {
    Matcher made =
        Pattern.compile("Finding\\.blocks\\(\\s*\"([A-Z-]+)\"")
            .matcher(Files.readString(Path.of("src/main/java/gangway/check/ResumeChecks.java")));
    assertThat(made.results().map(code -> code.group(1)))
        .isSubsetOf(doubts().stream().map(Doubt::code).toList())
        .hasSizeGreaterThan(6);
  }

  private static Doubt refused(String code, String evidence, Consumer<GuideHost> cause) {
    return new Doubt(code, evidence, false, cause);
  }

  private static Doubt acceptable(String code, String evidence, Consumer<GuideHost> cause) {
    return new Doubt(code, evidence, true, cause);
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void inDoubtTheGuestStaysSuspended(Doubt doubt) {
    doubt.cause().accept(host);
    ActingHost machine = host.machine();

    Run run = run(machine, "recover");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("blocked " + doubt.code(), doubt.evidence(), "  fix: ");
    assertThat(run.out()).isEmpty();
    assertThat(machine.acts()).isEmpty();
    assertThat(new Journal(machine).open()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void onlySomeDoubtsCanBeAcceptedAndOnlyForANamedGuest(Doubt doubt) {
    doubt.cause().accept(host);
    String name = host.store().read("/local/domain/3/name").orElse("pv1");

    Run run = run("recover", "--accept", doubt.code(), name);

    assertThat(run.exit()).as(run.err()).isEqualTo(exit(doubt));
    assertThat(host.suspended().contains("3")).isEqualTo(!doubt.acceptable());
    assertThat(host.paused()).doesNotContain("3");
    if (doubt.acceptable()) {
      assertThat(run.err()).contains("accepted " + doubt.code());
    }
  }

  private static ExitCode exit(Doubt doubt) {
    return doubt.acceptable() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  @Test
  void recoverNamesTheCommandThatAcceptsAllFindings() {
    host.hidden(CARD).given(3, CARD).paused().add("3");

    String command =
        "gangway recover --accept GUEST-MAY-RUN-ELSEWHERE --accept RESUME-UNPROVEN pv1";
    assertThat(run("recover").err()).contains("to resume the guest all the same: " + command);

    assertThat(run("recover", "--accept", "RESUME-UNPROVEN", "pv1").exit())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(host.suspended()).containsExactly("3");
  }

  /** An acceptance is about one guest, which the operator has looked at. */
  @Test
  void anAcceptanceNeedsAGuest() {
    Run run = run("recover", "--accept", "RESUME-UNPROVEN");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--accept needs the guest");
    assertThat(run("recover", "--as-is", "pv1").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(host.suspended()).containsExactly("3");
  }

  /** {@code gangway save} or {@code migrate --suspended} works on the guest. */
  @Test
  void aGuestOfAnOperationInProgressStaysSuspended() {
    host.put("proc/4711/stat", "4711 (java) S " + "0 ".repeat(18) + "81234 0\n");
    begin();

    Run run = run("recover");

    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains("guest pv1 (domain 3) is suspended, and was not resumed")
        .contains("another operation is changing");
    assertThat(host.suspended()).containsExactly("3");
  }

  /** The other host of a migration by Gangway does not answer: its operation stays open. */
  @Test
  void aGuestOfAnOperationThatCannotBeRecoveredStaysSuspended() {
    OperationWriter operation = begin();
    operation.plan(List.of("migrate guest pv1 to there"), "{}", new LinkedHashMap<>());
    operation.record(new Event.Begins(1));
    operation.release();

    Run run = run("recover");

    assertThat(run.exit()).isEqualTo(ExitCode.INCONSISTENT);
    assertThat(run.err()).contains("has not finished changing");
    assertThat(host.suspended()).containsExactly("3");
  }

  /** The other host may have got the guest; recover does not ask it any more. */
  @Test
  void afterAnOperationWasKeptAsItIsItsGuestStaysSuspendedUnlessAccepted() {
    begin();
    assertThat(run("recover", "--as-is").exit()).isEqualTo(ExitCode.DONE);

    Run run = run("recover");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains("blocked GUEST-MAY-RUN-ELSEWHERE")
        .contains("'gangway migrate --suspended pv1 there'");
    assertThat(host.suspended()).containsExactly("3");

    Run other = run("recover", "--accept", "RESUME-UNPROVEN", "pv1");
    assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(other.err()).contains("--accept RESUME-UNPROVEN had no effect");
    assertThat(run("recover", "--accept", "GUEST-MAY-RUN-ELSEWHERE", "pv1").exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(host.suspended()).isEmpty();
  }

  private OperationWriter begin() {
    return OperationWriter.begin(
        host.machine(),
        Authors.ROOT,
        List.of("migrate", "--suspended", "pv1", "there"),
        Set.of(new Claim.OfGuest("pv1"), new Claim.OfState("pv1")));
  }

  @Test
  void ifXenCannotBeQueriedRecoverSaysSo() {
    host.withoutXl();
    Run run = run("recover");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("it is not known whether a guest is suspended");
  }

  /** Errors of files and programs, and of XenStore. */
  static final List<CallFault> UNREADABLE =
      List.of(
          new CallFault.DiskError(CallFault.Moment.BEFORE),
          new CallFault.TimedOut(CallFault.Moment.BEFORE));

  /** What cannot be read never lets a guest run that stays suspended otherwise. */
  @Tag("long")
  @ParameterizedTest
  @MethodSource("doubts")
  void withLessKnowledgeADoubtRemains(Doubt doubt) {
    doubt.cause().accept(host);
    ActingHost whole = host.machine();
    run(whole, "recover");
    for (int n = 1; n <= whole.calls().size(); n++) {
      for (CallFault fault : UNREADABLE) {
        ActingHost machine = host.machine().failingCall(n, fault);
        run(machine, "recover");
        assertThat(machine.acts()).as(whole.call(n)).isEmpty();
        run(host.machine(), "recover", "--as-is");
      }
    }
  }

  private Run run(String... words) {
    return run(host::machine, words);
  }

  static Run run(ActingHost machine, String... words) {
    return run(() -> machine, words);
  }

  static Run run(Supplier<? extends ActingHost> machine, String... words) {
    return Run.of(console -> new Gangway(console, machine::get).run(List.of(words)));
  }
}
