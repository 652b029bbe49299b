package gangway.machine;

import java.time.Duration;
import java.util.List;

/**
 * A command to run: a program and its arguments, never a shell line.
 *
 * @param words the program's name, then its arguments
 * @param input what the program reads from its standard input
 * @param limit how long it may take; after that it is killed
 */
public record Command(List<String> words, String input, Duration limit) {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

  public Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
  }

  public static Command of(String... words) {
    return new Command(List.of(words), "", USUAL_LIMIT);
  }

  public Command withInput(String text) {
    return new Command(words, text, limit);
  }

  public Command within(Duration time) {
    return new Command(words, input, time);
  }

  /** The program's name. */
  public String program() {
    return words.getFirst();
  }

  /** The command as one would type it. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
