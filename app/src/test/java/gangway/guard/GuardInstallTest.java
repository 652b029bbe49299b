package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.operation.Recovery;
import gangway.operation.Submission;
import gangway.operation.UnseenProgress;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wrapper scripts and hooks are put in place, and taken away: all of them, or none. */
class GuardInstallTest {
  private static final Path GANGWAY = Path.of("/opt/gangway/bin/gangway");
  private static final String XL = "usr/lib/xen-4.17/bin/xl";
  private static final String HOOK = "etc/libvirt/hooks/libxl.d/gangway";
  private static final String RULE = "etc/polkit-1/rules.d/00-gangway.rules";
  private static final String EXECUTABLE = "rwxr-xr-x";

  private GuideHost host;

  @BeforeEach
  void aHostOfDebian() {
    host = made();
  }

  private static GuideHost made() {
    return new GuideHost()
        .put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("usr/bin/dpkg-divert", "")
        .put(XL, "\177ELF")
        .mode(XL, EXECUTABLE)
        .put("var/lib/dpkg/diversions", "")
        .put("etc/libvirt/libvirtd.conf", "access_drivers = [ \"polkit\" ]\n")
        .put("etc/polkit-1/rules.d/50-default.rules", "");
  }

  @Test
  void theWrapperScriptCanBeRunAndTheToolIsBesideIt() {
    install(host.machine());

    assertThat(locks(host).complete()).isTrue();
    assertThat(host.text(XL)).isEqualTo(ToolWrapper.XL.text(GANGWAY, Path.of("/" + XL)));
    assertThat(host.mode(XL)).isEqualTo(EXECUTABLE);
    assertThat(host.text(XL + ".distrib")).isEqualTo("\177ELF");
    assertThat(host.mode(XL + ".distrib")).isEqualTo(EXECUTABLE);
    assertThat(host.text("var/lib/dpkg/diversions"))
        .isEqualTo("/%1$s\n/%1$s.distrib\n:\n".formatted(XL));
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void libvirtCanRunItsHookAndPolkitCanReadItsRule() {
    install(host.machine());

    assertThat(host.mode(HOOK)).isEqualTo(EXECUTABLE);
    assertThat(host.mode(RULE)).isEqualTo("rw-r--r--");
  }

  @Test
  void afterTheRemovalTheHostIsAsBefore() {
    SortedMap<String, String> before = host.everything();
    install(host.machine());
    perform(locks(host).remove().orElseThrow(), host.machine());

    assertThat(host.changesSince(before)).isEmpty();
    assertThat(host.exists("etc/libvirt/hooks/libxl.d")).isFalse();
  }

  @Test
  void aWrapperScriptWhoseToolWasPurgedIsRemovedWithItsDiversion() {
    install(host.machine());
    String old = "usr/lib/xen-4.16/bin/xl";
    Path tool = Path.of("/" + old);
    host.put(old, ToolWrapper.XL.text(GANGWAY, tool)).mode(old, EXECUTABLE);
    host.put(
        "var/lib/dpkg/diversions",
        host.text("var/lib/dpkg/diversions") + "/%1$s\n/%1$s.distrib\n:\n".formatted(old));
    assertThat(locks(host).complete()).as("it guards nothing").isTrue();
    assertThat(locks(host).all()).extracting(ToolGuard::tool).containsExactly(Path.of("/" + XL));

    perform(locks(host).remove().orElseThrow(), host.machine());

    assertThat(host.exists(old)).isFalse();
    assertThat(host.text("var/lib/dpkg/diversions")).isEmpty();
    assertThat(host.text(XL)).isEqualTo("\177ELF");
    assertThat(locks(host).remove()).isEmpty();
  }

  @Test
  void ifAnythingFailsTheWrapperScriptWithoutAToolIsKept() {
    String old = "usr/lib/xen-4.16/bin/xl";
    for (int n = 1; n <= 2; n++) {
      GuideHost failing = made();
      failing.put(old, ToolWrapper.XL.text(GANGWAY, Path.of("/" + old))).mode(old, EXECUTABLE);
      failing.put("var/lib/dpkg/diversions", "/%1$s\n/%1$s.distrib\n:\n".formatted(old));
      SortedMap<String, String> before = failing.everything();
      ActingHost machine = failing.machine().failing(n, Failure.NOT_DONE);
      assertThatThrownBy(() -> perform(locks(failing).remove().orElseThrow(), machine))
          .isInstanceOf(Problem.class);
      assertThat(failing.changesSince(before)).as("at " + n).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"NOT_DONE", "DONE_ALL_THE_SAME"})
  void afterAFailureEveryFileIsAsBefore(Failure failure) {
    int acts = acts();
    assertThat(acts).isGreaterThan(7);
    for (int n = 1; n <= acts; n++) {
      GuideHost failing = made();
      SortedMap<String, String> before = failing.everything();
      ActingHost machine = failing.machine().failing(n, failure);
      assertThatThrownBy(() -> install(machine))
          .as("at " + n)
          .isInstanceOfSatisfying(
              Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.FAILED));
      assertThat(failing.changesSince(before)).as("at " + n).isEmpty();
    }
  }

  @Test
  void anInstallationKilledAnywhereIsUndoneOrComplete() {
    assertUndoneOrDone(false);
  }

  /** Files outlive a reboot, so what was done to them is undone after it, too. */
  @Test
  void afterAPowerCutTheInstallationIsUndoneOrComplete() {
    assertUndoneOrDone(true);
  }

  private static void assertUndoneOrDone(boolean powerCut) {
    SortedMap<String, String> after = files(installed());
    int undone = 0;
    int n = 1;
    for (; ; n++) {
      GuideHost killed = made();
      if (!killed(killed.machine().killedAt(n))) {
        break;
      }
      if (powerCut) {
        killed.reboot();
      }
      SortedMap<String, String> before = files(made());
      boolean done = recovered(killed).contains(Outcome.DONE);
      assertThat(files(killed)).as("killed at " + n).isEqualTo(done ? after : before);
      undone += done ? 0 : 1;
    }
    assertThat(undone).isGreaterThan(10);
    assertThat(files(made())).isNotEqualTo(after);
  }

  /** What the installation may change: a reboot changes nothing of that. */
  private static SortedMap<String, String> files(GuideHost host) {
    SortedMap<String, String> files = host.everything();
    files
        .keySet()
        .removeIf(name -> !name.matches("(mode of )?/(usr|etc/libvirt|etc/polkit|var/lib/dpkg).*"));
    return files;
  }

  private static GuideHost installed() {
    GuideHost installed = made();
    install(installed.machine());
    return installed;
  }

  private static int acts() {
    ActingHost machine = made().machine();
    install(machine);
    return machine.acts().size();
  }

  private static void install(ActingHost machine) {
    perform(ToolGuards.read(machine, GANGWAY).install().orElseThrow(), machine);
  }

  private static boolean killed(ActingHost machine) {
    try {
      install(machine);
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static void perform(Plan plan, ActingHost machine) {
    List<String> words = List.of("guard");
    new Submission(machine, Authors.ROOT, words, new UnseenProgress())
        .perform(new MaintenancePlan(words, Set.of(new Claim.OfXenTools()), plan));
  }

  private static List<Outcome> recovered(GuideHost host) {
    ActingHost machine = host.machine();
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    return new Journal(machine).interrupted().stream().map(recovery::recover).toList();
  }

  private static ToolGuards locks(GuideHost host) {
    return ToolGuards.read(host.machine(), GANGWAY);
  }
}
