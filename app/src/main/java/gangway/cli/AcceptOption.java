package gangway.cli;

import gangway.check.Acceptance;
import gangway.config.Configuration;
import gangway.pci.FunctionFinder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --accept}: the findings that the operator accepts. */
final class AcceptOption {
  private AcceptOption() {}

  static OptionSpec option() {
    return Options.values(
        "--accept",
        "CODE[=ADDRESS]",
        "Proceed although a finding with this code blocks. A finding that endangers dom0 itself"
            + " also needs the function's address.");
  }

  /**
   * The acceptances of a command line.
   *
   * @param configuration reads the configuration, which can forbid to accept some findings
   * @throws gangway.Problem of kind REFUSED if it does
   */
  static List<Acceptance> of(
      ParseResult arguments, FunctionFinder all, Supplier<Configuration> configuration) {
    return Stream.of(arguments.matchedOptionValue("--accept", new String[0]))
        .map(text -> acceptance(text, all))
        .map(acceptance -> permitted(acceptance, configuration))
        .toList();
  }

  /** The acceptance, if the configuration does not forbid it. */
  static Acceptance permitted(Acceptance acceptance, Supplier<Configuration> configuration) {
    configuration.get().mustAllowAccepting(acceptance.code());
    return acceptance;
  }

  private static Acceptance acceptance(String text, FunctionFinder all) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Acceptance(text, Optional.empty())
        : new Acceptance(
            text.substring(0, equals),
            Optional.of(all.meant(text.substring(equals + 1)).address()));
  }
}
