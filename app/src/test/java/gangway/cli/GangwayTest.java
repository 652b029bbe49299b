package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's command line: help, version, and errors in it. */
class GangwayTest {
  private static final List<String> COMMANDS =
      Stream.of(CommandName.values()).map(CommandName::word).toList();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryCommand(String option) {
    Run run = Run.of(option);
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("Usage: gangway").contains("--host=FILE");
    assertThat(run.out().lines().map(line -> line.strip().split(" ")[0])).containsAll(COMMANDS);
  }

  @Test
  void everyCommandHasItsOwnHelp() {
    for (String command : COMMANDS) {
      Run run = Run.of(command, "--help");
      assertThat(run.exit()).as(command).isEqualTo(ExitCode.DONE);
      assertThat(run.out())
          .startsWith("Usage: gangway " + command + " ")
          .containsPattern("\n\nExamples?:\n  gangway .*" + command);
      assertThat(run.out().lines()).as(command).allMatch(line -> line.length() <= 80);
    }
    assertThat(Run.of("hide", "--help").out())
        .contains("--dry-run", "--now", "--boot", "ADDRESS...");
    assertThat(Run.of("attach", "-h").out().replaceAll("\\s+", " "))
        .contains("--config", "GUEST ADDRESS...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsOneLine(String option) {
    Run run = Run.of(option);
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).matches("gangway \\S+\n").doesNotContain("unknown", "$");
  }

  @Test
  void everySubcommandHasItsOwnHelp() {
    for (String command : List.of("check", "guard")) {
      for (String subcommand : subcommands(command)) {
        Run run = Run.of(command, subcommand, "--help");
        assertThat(run.exit()).as(subcommand).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
            .startsWith("Usage: gangway " + command + " " + subcommand + " ")
            .containsPattern("\n\nExamples?:\n  gangway " + command + " " + subcommand);
      }
    }
    assertThat(subcommands("guard")).contains("status", "install", "remove", "scan", "ask");
  }

  /** The names in the list of a command's help. */
  private static List<String> subcommands(String command) {
    return Run.of(command, "--help")
        .out()
        .lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.matches("  \\S.*"))
        .map(line -> line.strip().split(" ")[0])
        .toList();
  }

  @Test
  void everyCommandIsInOneGroupOfTheHelp() {
    assertThat(Stream.of(CommandName.Group.values()).flatMap(group -> group.commands().stream()))
        .containsExactlyInAnyOrderElementsOf(COMMANDS);
  }

  @Test
  void theDocumentationHasEveryCommand() throws IOException {
    String commands = Files.readString(Path.of("../docs/commands.md"));
    for (String command : COMMANDS) {
      assertThat(commands).containsPattern("(?m)^\\| `(gangway )?" + command + "[ `]");
    }
  }

  /**
   * Every command has a test through the command line: {@code Run.on(…, "COMMAND", …)} or alike.
   */
  @Test
  void everyCommandHasATestThroughTheCommandLine() throws IOException {
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("src/test/java/gangway/cli"))) {
      for (Path file : files.filter(file -> !file.endsWith("GangwayTest.java")).toList()) {
        tests.append(Files.readString(file));
      }
    }
    for (String command : COMMANDS) {
      Pattern call =
          Pattern.compile("(run|on|of|check|words)\\(\\s*([\\w.()]+,\\s*)?\"" + command + "[ \"]");
      assertThat(call.matcher(tests).find()).as(command).isTrue();
    }
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    Run run = Run.of();
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEqualTo(Run.of("--help").out());
  }

  @ParameterizedTest
  @CsvSource({"device, devices", "hid, hide", "atach, attach", "guest, guests"})
  void aMistypedCommandGetsASuggestion(String typed, String meant) {
    Run run = Run.of(typed);
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("gangway: Unmatched argument at index 0: '" + typed + "'")
        .contains("fix: did you mean '" + meant + "'? See 'gangway --help'");
  }

  @Test
  void aMistypedOptionGetsASuggestion() {
    Run run = Run.of("hide", "--dry-rum", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("'--dry-rum'")
        .contains("did you mean '--dry-run'? See 'gangway hide --help'");
  }

  @Test
  void aMissingArgumentIsNamed() {
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
  void anExtraArgumentIsNamed() {
    Run run = Run.of("show", "09:00.0", "0a:04.1");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'0a:04.1'");
  }

  @Test
  void aMissingHostFileIsReported(@TempDir(factory = MemoryFolder.class) Path folder) {
    Run run = Run.on(folder.resolve("nowhere"), "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("nowhere does not exist")
        .contains("or a folder that represents /");
  }

  @Test
  void theHostOptionAcceptsAnEqualsSign(@TempDir(factory = MemoryFolder.class) Path folder) {
    String name = new GuideHost(folder).folder(GuideHost.CARD);
    assertThat(name).endsWith(GuideHost.CARD);
    assertThat(Run.of("--host=" + folder, "devices").out()).contains(GuideHost.CARD);
  }

  @Test
  void theExitCodesAreStable() {
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

  /** The words of a request are never read from a file, which can have secrets. */
  @Attack(Party.LOCAL_USER)
  @Test
  void aWordWithAnAtSignIsAWord(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("words"), "root:$y$secret");
    for (List<String> words :
        List.of(List.of("show", "@" + file), List.of("show", "--", "@" + file))) {
      Run run = Run.of(words.toArray(String[]::new));
      assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("@" + file).doesNotContain("secret", "root:");
    }
  }
}
