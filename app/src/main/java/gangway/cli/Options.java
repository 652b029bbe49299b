package gangway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Builders for options and arguments. Commands declare them in code, not by annotations: reading
 * annotations takes longer than the rest of a short command.
 */
final class Options {
  private Options() {}

  /**
   * A command with the option that every command has.
   *
   * @param description its first line is the summary, which the program's help shows too
   */
  static CommandSpec command(String name, String... description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help and exit.")
            .build());
    return spec;
  }

  /** Adds examples to the end of a command's help; each is a whole command line. */
  static CommandSpec examples(CommandSpec spec, String... examples) {
    String[] lines = new String[examples.length + 1];
    lines[0] = examples.length == 1 ? "Example:" : "Examples:";
    for (int i = 0; i < examples.length; i++) {
      lines[i + 1] = "  " + examples[i];
    }
    spec.usageMessage().footerHeading("%n").footer(lines);
    return spec;
  }

  /** {@code --dry-run}, of every command that acts. */
  static OptionSpec dryRun() {
    return flag("--dry-run", "Show findings and plan, and change nothing.");
  }

  /** {@code --digest}, of the commands whose plan {@code check} or {@code --dry-run} shows. */
  static OptionSpec digest() {
    return value(
        "--digest",
        "HEX",
        "Refuse the request (PLAN-CHANGED) unless its findings and steps are those that 'check"
            + " --json' or '--dry-run --json' showed with this digest.");
  }

  /** {@code --json}, of every command whose output another program can use. */
  static OptionSpec json() {
    return flag("--json", "Print JSON (docs/json.md).");
  }

  /** Adds {@code --json} and {@code --json-lines}, of every command that performs operations. */
  static CommandSpec reports(CommandSpec spec) {
    return spec.addOption(json()).addOption(jsonLines());
  }

  static OptionSpec jsonLines() {
    return flag("--json-lines", "Print a line of JSON for each event at once (docs/json.md).");
  }

  static OptionSpec flag(String name, String... description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  static OptionSpec value(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An option that can be given several times. */
  static OptionSpec values(String name, String label, String... description) {
    return OptionSpec.builder(name)
        .type(String[].class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static PositionalParamSpec argument(String index, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("1")
        .required(true)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An optional argument. */
  static PositionalParamSpec optional(String index, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Any number of arguments, from an index on. */
  static PositionalParamSpec optionalArguments(int from, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(from + "..*")
        .arity("0..*")
        .type(String[].class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** One or more arguments, from an index on. */
  static PositionalParamSpec arguments(int from, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(from + "..*")
        .arity("1..*")
        .required(true)
        .type(String[].class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }
}
