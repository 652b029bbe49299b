package gangway.cli;

import gangway.Problem;
import gangway.pci.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --map}: functions that replace the functions that a guest had. */
final class Replacements {
  private static final String MAP = "--map";

  private Replacements() {}

  static OptionSpec option() {
    return OptionSpec.builder(MAP)
        .type(String[].class)
        .auxiliaryTypes(String.class)
        .paramLabel("OLD=NEW")
        .description(
            "Give the guest function NEW in place of its earlier function OLD. Both must have the same"
                + " ids. Repeatable (default: the same function; for migrate, also an equal function).")
        .build();
  }

  /**
   * The new functions, by the functions that the guest had.
   *
   * @throws Problem of kind USAGE if a value is not two addresses
   */
  static Map<PciAddress, PciAddress> of(ParseResult arguments) {
    Map<PciAddress, PciAddress> instead = new HashMap<>();
    for (String pair : arguments.matchedOptionValue(MAP, new String[0])) {
      String[] two = pair.split("=", 2);
      Optional<PciAddress> old = PciAddress.parse(two[0]);
      Optional<PciAddress> other = two.length == 2 ? PciAddress.parse(two[1]) : Optional.empty();
      if (old.isEmpty() || other.isEmpty()) {
        throw Problem.usage(
            "'%s' is not OLD=NEW".formatted(pair),
            "write two addresses, as in --map 09:00.0=04:00.0");
      }
      instead.put(old.get(), other.get());
    }
    return instead;
  }
}
