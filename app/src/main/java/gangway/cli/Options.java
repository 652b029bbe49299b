package gangway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options and arguments as commands declare them. They are declared in code, not by annotations:
 * reading those costs more than all of the rest of a short command.
 */
final class Options {
  private Options() {}

  /** A command's description, with the option every command has. */
  static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help.")
            .build());
    return spec;
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

  /** An option that may be given several times. */
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

  /** An argument that may be left out. */
  static PositionalParamSpec optional(String index, String label, String... description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** One argument or more, from an index on. */
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
