package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program is called, and how it answers whoever calls it otherwise. */
class GangwayTest {
  private static final String[] COMMANDS = {
    "devices",
    "show",
    "guests",
    "hide",
    "unhide",
    "attach",
    "detach",
    "check",
    "doctor",
    "capture",
    "boot-config"
  };

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryCommand(String option) {
    Run run = Run.of(option);
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Usage: gangway").contains(COMMANDS).contains("--host=FILE");
  }

  @Test
  void everyCommandHasAHelpOfItsOwn() {
    for (String command : COMMANDS) {
      Run run = Run.of(command, "--help");
      assertThat(run.exit()).as(command).isEqualTo(ExitCode.DONE);
      assertThat(run.out()).startsWith("Usage: gangway " + command);
    }
    assertThat(Run.of("hide", "--help").out())
        .contains("--dry-run", "--now", "--boot", "ADDRESS...");
    assertThat(Run.of("attach", "-h").out()).contains("--config", "GUEST ADDRESS...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsOneLine(String option) {
    Run run = Run.of(option);
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).matches("gangway \\S+\n").doesNotContain("unknown", "$");
  }

  @Test
  void withoutACommandTheHelpIsShownAndNothingWasDone() {
    Run run = Run.of();
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).contains(COMMANDS);
  }

  @ParameterizedTest
  @CsvSource({"device, devices", "hid, hide", "atach, attach", "guest, guests"})
  void aMistypedCommandIsAnsweredWithTheNearest(String typed, String meant) {
    Run run = Run.of(typed);
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("gangway: Unmatched argument at index 0: '" + typed + "'")
        .contains("fix: did you mean '" + meant + "'? See 'gangway --help'");
  }

  @Test
  void aMistypedOptionIsAnsweredWithTheNearest() {
    Run run = Run.of("hide", "--dry-rum", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("'--dry-rum'")
        .contains("did you mean '--dry-run'? See 'gangway hide --help'");
  }

  @Test
  void anArgumentThatIsMissingIsNamed() {
    Run hide = Run.of("hide", "--dry-run");
    assertThat(hide.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(hide.err()).contains("ADDRESS").contains("fix: see 'gangway hide --help'");
    assertThat(Run.of("show").err()).contains("ADDRESS");
    assertThat(Run.of("attach", "pv1").err()).contains("ADDRESS");
    assertThat(Run.of("detach").err()).contains("GUEST").contains("ADDRESS");
    assertThat(Run.of("devices", "--class").err()).contains("--class");
    assertThat(Run.of("--host").err()).contains("--host");
  }

  @Test
  void anArgumentTooManyIsNamed() {
    Run run = Run.of("show", "09:00.0", "0a:04.1");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'0a:04.1'");
  }

  @Test
  void aHostThatIsNotThereIsSaidToBeAbsent(@TempDir(factory = MemoryFolder.class) Path folder) {
    Run run = Run.on(folder.resolve("nowhere"), "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("nowhere does not exist")
        .contains("or a folder that represents /");
  }

  @Test
  void theHostMayStandBehindAnEqualsSign(@TempDir(factory = MemoryFolder.class) Path folder) {
    String name = new GuideHost(folder).folder(GuideHost.CARD);
    assertThat(name).endsWith(GuideHost.CARD);
    assertThat(Run.of("--host=" + folder, "devices").out()).contains(GuideHost.CARD);
  }

  @Test
  void theExitCodesAreWhatTheDocumentsSay() {
    assertThat(ExitCode.DONE.code()).isEqualTo(0);
    assertThat(ExitCode.FAILED.code()).isEqualTo(1);
    assertThat(ExitCode.USAGE.code()).isEqualTo(2);
    assertThat(ExitCode.REFUSED.code()).isEqualTo(3);
    assertThat(ExitCode.INCONSISTENT.code()).isEqualTo(4);
    assertThat(ExitCode.NOTHING.code()).isEqualTo(5);
    for (Problem.Kind kind : Problem.Kind.values()) {
      assertThat(ExitCode.of(kind)).hasToString(kind.name());
    }
  }
}
