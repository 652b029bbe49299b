package gangway.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The small files in a function's folder whose loss would hide a finding, and their formats
 * (drivers/pci/pci-sysfs.c, drivers/pci/pcie/aer.c and drivers/base/power/sysfs.c in Linux'
 * sources). Not every function has all of them; a file that exists has a known format.
 *
 * <p>These files are read for every function of a request and every bridge, so no pattern is
 * compiled for them.
 */
final class FunctionAnswers {
  private static final String FUNCTIONS = "/sys/bus/pci/devices/";

  private static final String UNKNOWN = "is cut off or has an unknown format";

  /** What the kernel has for every function; a copy of a host may leave out some of it. */
  private static final List<String> ALWAYS = List.of("config", "resource", "irq");

  /** Bridges to other buses have both, since Linux 4.13. */
  private static final List<String> OF_BRIDGES =
      List.of("secondary_bus_number", "subordinate_bus_number");

  private FunctionAnswers() {}

  /**
   * Whether the kernel has a file at a path that does not exist, because the folder has the files
   * that the kernel always has together with it.
   *
   * @param folder the names in the folder of the file
   */
  static boolean isLost(String path, Collection<String> folder) {
    String name = inFolder(path);
    List<String> together =
        ALWAYS.contains(name) ? ALWAYS : OF_BRIDGES.contains(name) ? OF_BRIDGES : List.of();
    return !together.isEmpty()
        && together.stream().allMatch(other -> other.equals(name) || folder.contains(other));
  }

  /** Whether a file is one of those of which the kernel has all or none. */
  static boolean hasCompanions(String path) {
    String name = inFolder(path);
    return ALWAYS.contains(name) || OF_BRIDGES.contains(name);
  }

  /** The part of a path below a function's folder; empty for other paths. */
  private static String inFolder(String path) {
    int end = path.startsWith(FUNCTIONS) ? path.indexOf('/', FUNCTIONS.length()) : -1;
    return end < 0 ? "" : path.substring(end + 1);
  }

  /** What is wrong with the content of a file; empty if nothing is, or the file is another one. */
  static Optional<String> flaw(String path, String content) {
    // every function has this file, so it is read most often
    if (path.endsWith("/uevent")) {
      return Optional.empty();
    }
    String name = inFolder(path);
    if (name.equals("driver_override")) {
      return hasOneName(content) ? Optional.empty() : Optional.of(UNKNOWN);
    }
    if (name.equals("reset_method") && !content.isBlank()) {
      return content.endsWith("\n") && content.strip().chars().allMatch(FunctionAnswers::inMethods)
          ? Optional.empty()
          : Optional.of(UNKNOWN);
    }
    int columns =
        switch (name) {
          case "irq",
              "secondary_bus_number",
              "subordinate_bus_number",
              "power_state",
              "power/runtime_status" ->
              1;
          case "aer_dev_correctable", "aer_dev_fatal", "aer_dev_nonfatal" -> 2;
          case "resource" -> 3;
          default -> 0;
        };
    return columns == 0 ? Optional.empty() : flaw(content, columns);
  }

  private static Optional<String> flaw(String content, int columns) {
    String text = withoutPadding(content);
    if (text.isBlank()) {
      return Optional.of("is empty");
    }
    // a line of a counter without its number is ignored by its reader
    return text.endsWith("\n")
            && text.lines()
                .allMatch(line -> hasWords(line, columns) || (columns == 2 && hasWords(line, 1)))
        ? Optional.empty()
        : Optional.of(UNKNOWN);
  }

  /** The name of a driver, or {@code (null)}. */
  private static boolean hasOneName(String content) {
    String name = content.strip();
    return content.endsWith("\n")
        && !name.isEmpty()
        && name.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
  }

  /** Lower-case words with blanks between (drivers/pci/pci.c, {@code pci_reset_fn_methods}). */
  private static boolean inMethods(int letter) {
    return letter == ' ' || letter == '_' || (letter >= 'a' && letter <= 'z');
  }

  /** Some copies of sysfs fill up their files with NUL, which is replaced in texts. */
  private static String withoutPadding(String content) {
    int end = content.length();
    while (end > 0 && (content.charAt(end - 1) == 0 || content.charAt(end - 1) == '\uFFFD')) {
      end--;
    }
    return content.substring(0, end);
  }

  /**
   * Whether a line has so many words of letters, digits, underscores and brackets, with a blank
   * between; the kernel names some counters by the number of their bit, {@code bit[26]}.
   */
  private static boolean hasWords(String line, int words) {
    int blanks = 0;
    boolean inWord = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      boolean blank = letter == ' ';
      if (blank
          ? !inWord
          : !(letter < 0x80 && (Character.isLetterOrDigit(letter) || "_[]".indexOf(letter) >= 0))) {
        return false;
      }
      blanks += blank ? 1 : 0;
      inWord = !blank;
    }
    return inWord && blanks == words - 1;
  }
}
