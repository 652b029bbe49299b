package gangway.host;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Xen was started with.
 *
 * @param text the words, blanks between them; empty if Xen could not be asked
 * @see <a href="https://xenbits.xen.org/docs/unstable/misc/xen-command-line.html">Xen Hypervisor
 *     Command Line Options</a>
 */
public record XenCommandLine(String text) {

  /** The value of an option; of several, Xen takes the last. */
  public Optional<String> value(String option) {
    return Stream.of(text.split("\\s+"))
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .reduce((_, last) -> last);
  }
}
