package gangway.machine;

import java.time.Duration;
import java.util.List;

/**
 * A command to run: a program and its arguments, never a shell line.
 *
 * @param words the program's name, then its arguments
 * @param input the standard input of the program
 * @param limit time limit after which the program is killed
 */
public record Command(List<String> words, String input, Duration limit) {
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  public Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
  }

  public static Command of(String... words) {
    return new Command(List.of(words), "", DEFAULT_LIMIT);
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

  /** The words separated by blanks, for display. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
