package gangway.cli;

import gangway.check.Acceptance;
import gangway.pci.Functions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --accept}: the findings that an operator takes upon himself. */
final class Accepting {
  private Accepting() {}

  static OptionSpec option() {
    return Options.values(
        "--accept",
        "CODE[=ADDRESS]",
        "Go on in spite of a finding of this code. What would cost dom0 itself takes the"
            + " function's address too.");
  }

  static List<Acceptance> of(ParseResult arguments, Functions all) {
    return Stream.of(arguments.matchedOptionValue("--accept", new String[0]))
        .map(text -> acceptance(text, all))
        .toList();
  }

  private static Acceptance acceptance(String text, Functions all) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Acceptance(text, Optional.empty())
        : new Acceptance(
            text.substring(0, equals),
            Optional.of(all.meant(text.substring(equals + 1)).address()));
  }
}
