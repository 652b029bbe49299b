package gangway.cli;

import gangway.Problem;
import gangway.pci.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
   * Reads them: those to have, by those the guest had.
   *
   * @throws Problem of kind USAGE if one is not two addresses
   */
  static Map<Address, Address> of(ParseResult arguments) {
    Map<Address, Address> instead = new HashMap<>();
    for (String pair : arguments.matchedOptionValue(MAP, new String[0])) {
      String[] two = pair.split("=", 2);
      Optional<Address> old = Address.parse(two[0]);
      Optional<Address> other = two.length == 2 ? Address.parse(two[1]) : Optional.empty();
      if (old.isEmpty() || other.isEmpty()) {
        throw Problem.usage(
            "'%s' is not a function the guest had, '=', and another one".formatted(pair),
            "write two addresses, as in --map 09:00.0=04:00.0");
      }
      instead.put(old.get(), other.get());
    }
    return instead;
  }
}
