package gangway.cli;

import gangway.Problem;
import gangway.pci.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Functions for others that a guest had, as they are named on a command line. */
final class Replacements {
  private static final String MAP = "--map";

  private Replacements() {}

  static OptionSpec option() {
    return OptionSpec.builder(MAP)
        .type(String[].class)
        .auxiliaryTypes(String.class)
        .paramLabel("OLD=NEW")
        .description("Give the guest another function, of the same ids, for one it had.")
        .build();
  }

  /**
   * Reads them.
   *
   * @param had what the guest had
   * @throws Problem of kind USAGE if one is for nothing it had
   */
  static Map<Address, Address> of(ParseResult arguments, List<Address> had) {
    Map<Address, Address> instead = new HashMap<>();
    for (String pair : arguments.matchedOptionValue(MAP, new String[0])) {
      String[] two = pair.split("=", 2);
      Optional<Address> old = address(two[0]).filter(had::contains);
      Optional<Address> other = two.length == 2 ? address(two[1]) : Optional.empty();
      if (old.isEmpty() || other.isEmpty()) {
        throw Problem.usage(
            "'%s' is no function the guest had, '=', and another one".formatted(pair),
            "it had: " + had.stream().map(Address::toString).collect(Collectors.joining(", ")));
      }
      instead.put(old.get(), other.get());
    }
    return instead;
  }

  /** With the PCI domain or, as lspci has it, without. */
  private static Optional<Address> address(String text) {
    return Address.parse(text).or(() -> Address.parse("0000:" + text));
  }
}
