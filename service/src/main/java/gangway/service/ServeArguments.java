package gangway.service;

import gangway.Problem;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code gangway serve}.
 *
 * @param host the file or folder of another machine to show
 * @param port the port of 127.0.0.1, 0 for any free one; empty without {@code --web}
 */
record ServeArguments(Path socket, Optional<Path> host, Optional<Integer> port) {
  private static final Path SOCKET = Path.of("/run/gangway/api.sock");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Parses the words after {@code serve}.
   *
   * @throws Problem of kind USAGE if they are invalid
   */
  static ServeArguments parse(List<String> words) {
    Path socket = SOCKET;
    Optional<Path> host = Optional.empty();
    Optional<Integer> port = Optional.empty();
    boolean web = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--socket" -> socket = Path.of(value(word, rest)).toAbsolutePath();
        case "--host" -> host = Optional.of(Path.of(value(word, rest)).toAbsolutePath());
        case "--port" -> port = Optional.of(number(value(word, rest)));
        case "--web" -> web = true;
        default -> throw invalid("'gangway serve' has no option or argument '" + word + "'");
      }
    }
    if (port.isPresent() && !web) {
      throw invalid("--port is the port of the web page, which only --web opens");
    }
    return new ServeArguments(socket, host, web ? port.or(() -> Optional.of(0)) : port);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw invalid("the value of the option " + option + " is missing");
    }
    return rest.next();
  }

  private static int number(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > HIGHEST_PORT) {
      throw invalid("'" + text + "' is not the number of a port");
    }
    return port;
  }

  private static Problem invalid(String blocker) {
    return Problem.usage(blocker, "see 'gangway serve --help'");
  }
}
