package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/commands.md and README.md name the commands and exit codes of the program. */
class CommandsDocumentTest {
  /** A command in the list of a help text: an indented name, then its description. */
  private static final Pattern LISTED =
      Pattern.compile("(?m)^  ([a-z][a-z-]*(?:, [a-z-]+)*)(?:  |$)");

  private static final Pattern CODE = Pattern.compile("`(?:gangway )?([a-z][^`]*)`");

  @Test
  void theCommandsInTheDocumentAreThoseOfTheProgram() {
    assertThat(documented().map(words -> words.getFirst()).collect(toSet()))
        .containsExactlyElementsOf(listed());
  }

  @Test
  void theCommandsOfGuardInTheDocumentAreThoseOfTheProgram() {
    assertThat(
            documented()
                .filter(words -> words.getFirst().equals("guard"))
                .map(words -> words.get(1))
                .collect(toSet()))
        .containsExactlyElementsOf(listed("guard"));
  }

  @Test
  void theReadmeGroupsEveryCommand() {
    Documents.Table groups = Documents.table(Documents.README, "Commands");
    assertThat(groups.rows().stream().skip(1).flatMap(row -> codes(row.get(1))).collect(toSet()))
        .containsExactlyElementsOf(listed());
  }

  @Test
  void theExitCodesInTheDocumentAreThoseOfTheProgram() {
    assertThat(Documents.table(Documents.COMMANDS, "Exit codes").firstCells())
        .containsExactlyElementsOf(
            Stream.of(ExitCode.values()).map(exit -> String.valueOf(exit.code())).toList());
  }

  /** The words of every command in a table of commands. */
  private static Stream<List<String>> documented() {
    return Documents.tables(Documents.COMMANDS).stream()
        .filter(table -> table.head().equals("command"))
        .flatMap(table -> table.firstCells().stream())
        .flatMap(CommandsDocumentTest::codes)
        .map(text -> List.of(text.split(" ")));
  }

  private static Stream<String> codes(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1));
  }

  private static SortedSet<String> listed(String... command) {
    String help =
        Run.of(Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new)).out();
    return LISTED
        .matcher(help)
        .results()
        .flatMap(match -> Stream.of(match.group(1).split(", ")))
        .collect(toSet());
  }

  private static Collector<String, ?, SortedSet<String>> toSet() {
    return Collectors.toCollection(TreeSet::new);
  }
}
