package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Golden;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of every command, byte for byte: other programs read it (docs/json.md). */
class JsonGoldenTest {

  static Stream<JsonCase> cases() {
    return JsonCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutputIsThatOfTheGoldenFile(JsonCase one) {
    one.assertGolden();
  }

  @Test
  void everyCommandThatPrintsJsonHasGoldenFiles() {
    assertThat(variants().keySet()).isEqualTo(commandsWithJson());
  }

  @Test
  void everyGoldenFileBelongsToACommandLine() {
    variants()
        .forEach((command, variants) ->
            assertThat(Golden.names(JsonCase.folder(command)))
                .as(command)
                .containsExactlyElementsOf(variants));
    assertThat(Golden.names("json-1"))
        .containsExactlyInAnyOrderElementsOf(
            variants().keySet().stream().map(name -> name.replace(' ', '-')).toList());
  }

  private static SortedMap<String, SortedSet<String>> variants() {
    SortedMap<String, SortedSet<String>> variants = new TreeMap<>();
    cases()
        .forEach(one ->
            variants.computeIfAbsent(one.command(), _ -> new TreeSet<>()).add(one.variant()));
    return variants;
  }

  private static SortedSet<String> commandsWithJson() {
    return JsonCommands.withJson().collect(Collectors.toCollection(TreeSet::new));
  }
}
