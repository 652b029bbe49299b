package gangway.operation;

import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parts of a command line, written in one way only. */
public final class ArgumentWords {
  private ArgumentWords() {}

  /** Arguments that cannot be taken for options. */
  public static List<String> of(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    if (words.stream().anyMatch(word -> word.startsWith("-"))) {
      words.addFirst("--");
    }
    return words;
  }

  /** {@code --map}, for each function that another one replaces. */
  static List<String> map(Map<PciAddress, PciAddress> instead) {
    List<String> words = new ArrayList<>();
    new TreeMap<>(instead)
        .forEach((old, other) -> words.addAll(List.of("--map", old + "=" + other)));
    return words;
  }
}
