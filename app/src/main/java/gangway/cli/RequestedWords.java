package gangway.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The words of a command that say what an operation does. {@code gangway history}, the journal and
 * the page show them.
 */
final class RequestedWords {
  private static final String DIGEST = "--digest";

  private RequestedWords() {}

  /** The command without the options about its output, and without the digest of its plan. */
  static List<String> of(List<String> command) {
    List<String> words = new ArrayList<>();
    for (Iterator<String> all = command.iterator(); all.hasNext(); ) {
      String word = all.next();
      switch (word) {
        case "--json", "--json-lines" -> {}
        case DIGEST -> all.next();
        case "--" -> {
          words.add(word);
          all.forEachRemaining(words::add);
        }
        default -> {
          if (!word.startsWith(DIGEST + "=")) {
            words.add(word);
          }
        }
      }
    }
    return words;
  }
}
