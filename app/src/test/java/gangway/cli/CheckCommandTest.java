package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gangway check. */
class CheckCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aRequestThatCannotBePlannedIsNotReportedAsFree() {
    host.hidden(GuideHost.CARD).put("proc/cmdline", "ro xen-pciback.hide=(09:00.0)\n");
    Run text = Run.on(folder, "check", "unhide", "09:00.0");
    assertThat(text.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(text.out()).doesNotContain("nothing blocks");
    assertThat(Run.on(folder, "check", "unhide", "--json", "09:00.0").exit())
        .isEqualTo(text.exit());
  }

  @Test
  void anUnblockedRequestIsReportedAndNotPerformed() {
    var before = host.everything();
    Run run = Run.on(folder, "check", "hide", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("nothing blocks 'hide'\n");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void everyFindingIsPrintedWithEvidenceAndFix() {
    Run run = Run.on(folder, "check", "hide", "--now", "00:1e.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("blocked BRIDGE: 0000:00:1e.0 is a bridge")
        .contains("\n  fix: ")
        .endsWith("'hide' would be refused\n");
  }

  @Test
  void checkHasTheSameFindingsAsTheCommand() {
    for (String[] words :
        new String[][] {
          {"hide", "00:1f.2"},
          {"hide", "--now", "03:00.0"},
          {"unhide", "09:00.0"},
          {"attach", "--config", "pv1", "09:00.0"},
          {"detach", "--config", "pv2", "09:00.0"}
        }) {
      Run check = Run.on(folder, prepend("check", words));
      Run command = Run.on(folder, append(words, "--dry-run"));
      assertThat(check.exit()).as(String.join(" ", words)).isEqualTo(command.exit());
      assertThat(check.out()).contains(command.err().replace("refused: nothing was changed\n", ""));
    }
  }

  @Test
  void jsonHasTheSameContent() {
    Run run = Run.on(folder, "check", "hide", "--json", "--boot", "00:1e.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.json())
        .contains(
            "request.kind=hide",
            "request.functions[0]=0000:00:1e.0",
            "request.now=false",
            "request.persistent=true",
            "refused=true",
            "findings[0].code=BRIDGE",
            "findings[0].severity=blocks",
            "findings[0].acceptWith=nothing",
            "findings[0].accepted=false",
            "findings[0].remedy=hide the functions below it instead: gangway hide ADDRESS...");
  }

  @Test
  void withoutARequestTheHelpIsShown() {
    Run run = Run.on(folder, "check");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).contains("hide", "unhide", "attach", "detach");
    assertThat(Run.on(folder, "check", "attach", "--help").out()).contains("GUEST", "--accept");
  }

  @Test
  void anAcceptanceWithoutEffectIsReported() {
    Run run = Run.on(folder, "check", "hide", "--accept", "BRIGDE", "00:1e.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).contains("--accept BRIGDE had no effect: no such finding");
  }

  private static String[] prepend(String word, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = word;
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  private static String[] append(String[] words, String word) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = word;
    return all;
  }
}
