package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
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

  private static final Pattern OPTION = Pattern.compile("(?<![a-z-])(--[a-z][a-z-]+)");

  private static final Pattern OPTION_LISTED =
      Pattern.compile("(?m)^ +(?:-[a-zA-Z], )?(--[a-z][a-z-]+)");

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
  void theOptionsInTheDocumentAreThoseOfTheProgram() {
    Map<String, SortedSet<String>> documented = new TreeMap<>();
    documented()
        .forEach(words ->
            documented
                .computeIfAbsent(name(words), _ -> new TreeSet<>())
                .addAll(matches(OPTION, String.join(" ", words)).toList()));

    Map<String, SortedSet<String>> program = new TreeMap<>();
    for (String name : documented.keySet()) {
      program.put(name, matches(OPTION_LISTED, help(name.split(" "))).collect(toSet()));
      program.get(name).remove("--help");
    }
    // check takes the options of the request that it is about
    program.remove("check");
    documented.remove("check");

    assertThat(documented).isEqualTo(program);
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
    return matches(CODE, cell);
  }

  /** The words by which a command is called: with the second one for those of guard. */
  private static String name(List<String> words) {
    return words.getFirst().equals("guard") ? "guard " + words.get(1) : words.getFirst();
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  private static String help(String... command) {
    return Run.of(Stream.concat(Stream.of(command), Stream.of("--help")).toArray(String[]::new))
        .out();
  }

  private static SortedSet<String> listed(String... command) {
    return LISTED
        .matcher(help(command))
        .results()
        .flatMap(match -> Stream.of(match.group(1).split(", ")))
        .collect(toSet());
  }

  private static Collector<String, ?, SortedSet<String>> toSet() {
    return Collectors.toCollection(TreeSet::new);
  }
}
