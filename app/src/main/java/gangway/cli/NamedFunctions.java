package gangway.cli;

import gangway.Problem;
import gangway.config.Configuration;
import gangway.config.Group;
import gangway.pci.FunctionFinder;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The functions that words on a command line name: addresses, and groups of the configuration as
 * {@code @name}. A word is never read as the name of a file.
 *
 * @param all finds the functions of the host
 * @param configuration reads the configuration, which only groups need
 */
record NamedFunctions(FunctionFinder all, Supplier<Configuration> configuration) {
  private static final String GROUP = "@";

  /**
   * The functions of some words, all of which the host has.
   *
   * @throws Problem of kind USAGE if a word names no function or no group, or if a group has an
   *     address that is no function of the host
   */
  List<PciAddress> present(List<String> words) {
    return words.stream()
        .flatMap(word ->
            word.startsWith(GROUP)
                ? group(word).functions().stream().map(address -> present(group(word), address))
                : Stream.of(all.meant(word).address()))
        .distinct()
        .toList();
  }

  /**
   * The functions of some words, also functions that the host does not have.
   *
   * @throws Problem of kind USAGE if a word is neither an address nor a group
   */
  List<PciAddress> possiblyAbsent(List<String> words) {
    return words.stream()
        .flatMap(word ->
            word.startsWith(GROUP)
                ? group(word).functions().stream()
                : Stream.of(all.address(word)))
        .distinct()
        .toList();
  }

  private Group group(String word) {
    return configuration.get().meant(word.substring(GROUP.length()));
  }

  private PciAddress present(Group group, PciAddress address) {
    if (all.has(address)) {
      return all.meant(address.toString()).address();
    }
    throw Problem.usage(
        "group '@%s' has %s, but this machine has no such PCI function"
            .formatted(group.name(), address),
        "correct the group, or name the addresses; 'gangway devices --all' lists the functions of"
            + " this machine",
        group.place());
  }
}
