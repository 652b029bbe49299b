package gangway.cli;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the program, with their options for JSON. */
final class JsonCommands {
  private static final SortedMap<String, CommandSpec> SPECS = specs();

  private JsonCommands() {}

  /** The words of every command; of a command with subcommands, those of each subcommand. */
  static Stream<String> all() {
    return SPECS.keySet().stream();
  }

  /** The commands with {@code --json}. */
  static Stream<String> withJson() {
    return all().filter(command -> has(command, "--json"));
  }

  /** Whether a command performs operations, and reports them. */
  static boolean printsReport(String command) {
    return has(command, "--json-lines");
  }

  static boolean has(String command, String option) {
    CommandSpec spec = SPECS.get(command);
    return spec != null && spec.findOption(option) != null;
  }

  private static SortedMap<String, CommandSpec> specs() {
    SortedMap<String, CommandSpec> specs = new TreeMap<>();
    for (CommandName name : CommandName.values()) {
      collect(name.word(), name.command("").spec(), specs);
    }
    return specs;
  }

  private static void collect(
      String words, CommandSpec spec, SortedMap<String, CommandSpec> specs) {
    if (spec.subcommands().isEmpty()) {
      specs.put(words, spec);
    }
    for (CommandLine below : spec.subcommands().values()) {
      collect(words + " " + below.getCommandName(), below.getCommandSpec(), specs);
    }
  }
}
