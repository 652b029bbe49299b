package gangway.service.operation;

import java.util.List;
import java.util.Optional;

/**
 * A command to start for a caller.
 *
 * @param words the words of the command, without the program's name; of a start that was read
 *     again, only the first word
 * @param input what the command reads as its standard input; empty of a start that was read again
 * @param user the name of the caller
 * @param uid the number of the caller
 * @param from how the request came: {@code socket}, {@code web}
 * @param key the {@code Idempotency-Key} of the request
 * @param digest identifies the body of the request
 * @param operation the id of the operation that the command continues, if it continues one
 */
public record StartOrder(
    List<String> words,
    Optional<String> input,
    String user,
    int uid,
    String from,
    Optional<String> key,
    String digest,
    Optional<String> operation) {
  public StartOrder {
    words = List.copyOf(words);
  }

  /** The command: {@code hide}, {@code recover}. */
  public String command() {
    return words.getFirst();
  }
}
