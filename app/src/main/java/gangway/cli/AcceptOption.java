package gangway.cli;

import gangway.check.Acceptance;
import gangway.pci.PciFunctions;
import java.util.List;
import java.util.Optional;
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

  static List<Acceptance> of(ParseResult arguments, PciFunctions all) {
    return Stream.of(arguments.matchedOptionValue("--accept", new String[0]))
        .map(text -> acceptance(text, all))
        .toList();
  }

  private static Acceptance acceptance(String text, PciFunctions all) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Acceptance(text, Optional.empty())
        : new Acceptance(
            text.substring(0, equals),
            Optional.of(all.meant(text.substring(equals + 1)).address()));
  }
}
