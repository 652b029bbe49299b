package gangway.xen.definition.xl;

import gangway.pci.PciAddress;
import gangway.xen.definition.PciOptions;
import gangway.xen.definition.PciSpec;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Entries of a {@code pci} list, as text. */
final class XlEntry {
  /** The address in an entry that names one function, with or without a key before it. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:]+\\.[0-7]");

  private XlEntry() {}

  /** The entry for the function that replaces its function; empty if none replaces it. */
  static Optional<String> replacing(String entry, Map<PciAddress, PciAddress> instead) {
    return PciSpec.parse(entry, PciOptions.NONE)
        .flatMap(spec ->
            spec.function()
                .map(instead::get)
                .map(function -> {
                  String changed = ADDRESS.matcher(entry).replaceFirst(function.toString());
                  // the entry may contain an address twice, or in an unusual form
                  return names(changed, function) ? changed : spec.of(function).toString();
                }));
  }

  /** Whether the entry names this function alone. */
  static boolean names(String entry, PciAddress function) {
    return PciSpec.parse(entry, PciOptions.NONE)
        .flatMap(PciSpec::function)
        .equals(Optional.of(function));
  }
}
