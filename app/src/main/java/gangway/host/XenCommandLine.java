package gangway.host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the boot loader told Xen, a word each.
 *
 * @see <a href="https://xenbits.xen.org/docs/unstable/misc/xen-command-line.html">Xen Hypervisor
 *     Command Line Options</a>
 */
public record XenCommandLine(List<String> words) {
  private static final String LINE = "xen_commandline";

  public XenCommandLine {
    words = List.copyOf(words);
  }

  /** The command line that {@code xl info} prints; without a word if it prints none. */
  static XenCommandLine of(String info) {
    return new XenCommandLine(
        info.lines()
            .filter(line -> line.startsWith(LINE) && line.contains(":"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .flatMap(line -> Stream.of(line.split("\\s+")))
            .filter(word -> !word.isEmpty())
            .toList());
  }

  /** The value of an option; of several, Xen takes the last. */
  public Optional<String> value(String option) {
    return words.stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .reduce((_, last) -> last);
  }
}
