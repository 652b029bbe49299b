package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The examples in the help and in the manual pages can be typed. */
class ExamplesTest {
  private static final String PROGRAM = "gangway";
  private static final int MOST = 3;

  /** Of the program itself: the steps from a device to a guest. */
  private static final int MOST_OF_PROGRAM = 4;

  static Stream<String> commands() {
    return all().map(spec -> spec.qualifiedName(" "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAFewExamples(String command) {
    assertThat(examples(command))
        .hasSizeBetween(1, command.equals(PROGRAM) ? MOST_OF_PROGRAM : MOST)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theParserAcceptsEveryExample(String command) {
    for (String example : examples(command)) {
      assertThatCode(() -> parsed(example)).as(example).doesNotThrowAnyException();
    }
    assertThat(examples(command).stream().map(ExamplesTest::parsed))
        .as(command)
        .anyMatch(called -> called.startsWith(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCodesInExamplesAreThoseOfFindings(String command) {
    List<String> known = Explanations.read().all().stream().map(Explanation::code).toList();
    for (String example : examples(command)) {
      assertThat(example.lines().flatMap(line -> Stream.of(line.split("[ =]"))))
          .filteredOn(word -> word.matches("[A-Z]+-[A-Z-]+"))
          .as(example)
          .isSubsetOf(known);
    }
  }

  /** The command that an example calls: {@code gangway check hide}. */
  private static String parsed(String example) {
    List<String> words = new ArrayList<>(List.of(example.split(" ")));
    assertThat(words.removeFirst()).isEqualTo(PROGRAM);
    // a shell redirects the rest
    int redirection = words.indexOf("<");
    List<String> arguments = redirection < 0 ? words : words.subList(0, redirection);
    ParseResult result =
        new CommandLine(Gangway.described(arguments)).parseArgs(arguments.toArray(String[]::new));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result.commandSpec().qualifiedName(" ");
  }

  private static List<String> examples(String command) {
    CommandSpec spec =
        all().filter(one -> one.qualifiedName(" ").equals(command)).findFirst().orElseThrow();
    return Stream.of(spec.usageMessage().footer()).skip(1).map(String::strip).toList();
  }

  private static Stream<CommandSpec> all() {
    return below(Gangway.described(List.of()));
  }

  private static Stream<CommandSpec> below(CommandSpec command) {
    return Stream.concat(
        Stream.of(command),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .flatMap(ExamplesTest::below));
  }
}
