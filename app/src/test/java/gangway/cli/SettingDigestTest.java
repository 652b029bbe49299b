package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.journal.Journal;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to the guard and to shutdown policies is what --dry-run has shown. */
class SettingDigestTest {
  private static final String HELPER = "usr/lib/xen-4.17/bin/libxl-save-helper";
  private static final String POLICIES = "etc/gangway/shutdown-policy";

  private GuideHost host;

  @BeforeEach
  void aHostWithXensTools() {
    host =
        JsonHosts.guardable()
            .put(Launcher.path().toString().substring(1), "")
            .put(POLICIES, "ignore pv2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"guard install", "shutdown-policy pv1 save", "shutdown-policy pv2 none"})
  void theDryRunChangesNothingAndItsDigestPermitsThePlan(String command) {
    SortedMap<String, String> before = host.everything();
    Run dry = run(command + " --dry-run --json");
    assertThat(dry.exit()).as(dry.printed()).isEqualTo(ExitCode.DONE);
    assertThat(dry.json()).contains("outcome=planned", "steps[0].state=planned");
    assertThat(host.changesSince(before)).isEmpty();
    String written = String.join(" ", elements(dry, "commandLine"));
    assertThat(written).isEqualTo("gangway " + command);

    Run done = run(command + " --digest " + digest(dry));
    assertThat(done.exit()).as(done.printed()).isEqualTo(ExitCode.DONE);
    assertThat(done.out()).contains("done: ");
    assertThat(run(command + " --dry-run --json").json()).contains("outcome=already-so");
    assertThat(run(command).out()).startsWith("already so: ");
  }

  @Test
  void theGuardIsRemovedByTheDigestOfItsRemoval() {
    run("guard install");
    Run dry = run("guard remove --dry-run --json");
    assertThat(run("guard remove --digest " + digest(dry)).out()).contains("done: guard removed");
    assertThat(host.text("usr/lib/xen-4.17/bin/xl")).isEqualTo("\177ELF");
  }

  /** Another package brings a tool, between the question and the answer. */
  @Test
  void anotherPlanIsRefusedAndNothingIsChanged() {
    String digest = digest(run("guard install --dry-run --json"));
    host.put(HELPER, "\177ELF").mode(HELPER, "rwxr-xr-x");
    mustBeRefused("guard install --digest " + digest, "the steps differ");
  }

  @Test
  void aPolicyFileThatHasChangedIsRefused() {
    String digest = digest(run("shutdown-policy pv1 save --dry-run --json"));
    host.put(POLICIES, "save pv3\n");
    mustBeRefused("shutdown-policy pv1 save --digest " + digest, "the steps differ");
    assertThat(host.text(POLICIES)).isEqualTo("save pv3\n");
  }

  @Test
  void theDigestOfAnotherChangeIsRefused() {
    String digest = digest(run("guard install --dry-run --json"));
    mustBeRefused(
        "shutdown-policy pv1 save --digest " + digest, "the digest is of another request");
    mustBeRefused("guard remove --digest " + digest, "the digest is of another request");
    String policy = digest(run("shutdown-policy pv1 save --dry-run --json"));
    mustBeRefused(
        "shutdown-policy pv1 ignore --digest " + policy, "the digest is of another request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guard install --digest 12",
        "shutdown-policy --dry-run",
        "shutdown-policy pv1 --dry-run",
        "shutdown-policy pv1 --digest x"
      })
  void anOptionWithoutAMeaningIsAUsageError(String command) {
    assertThat(run(command).exit()).isEqualTo(ExitCode.USAGE);
  }

  /** Nobody but root can change the host, but everybody may see what would be done. */
  @Test
  void withoutRootThePlanIsShownAndNothingElse() {
    host.withoutRoot();
    assertThat(run("shutdown-policy pv1 save --dry-run").out())
        .contains("set the shutdown policy of guest pv1");
    assertThat(run("shutdown-policy pv1 save").exit()).isEqualTo(ExitCode.REFUSED);
  }

  private void mustBeRefused(String command, String why) {
    SortedMap<String, String> before = host.everything();
    Run run = run(command);
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("PLAN-CHANGED", why);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).running().readable()).isEmpty();
    assertThat(run(command.replace("--digest", "--dry-run --digest")).exit())
        .isEqualTo(ExitCode.REFUSED);
  }

  private Run run(String command) {
    return JsonCase.run(host.machine(), List.of(command.split(" ")));
  }

  private static String digest(Run run) {
    return elements(run, "digest").getFirst();
  }

  private static List<String> elements(Run run, String member) {
    Stream<String> lines =
        run.json().stream()
            .filter(line -> line.startsWith(member + "=") || line.startsWith(member + "["));
    return lines.map(line -> line.substring(line.indexOf('=') + 1)).toList();
  }
}
