package gangway.machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A command to run: a program and its arguments, never a shell line.
 *
 * @param words the program's name, then its arguments
 * @param input the standard input of the program
 * @param limit time limit after which the program is killed; none for a program that must always
 *     end by itself
 * @param source where the limit comes from; never empty. (The journals of older versions lack this
 *     member.)
 */
public record Command(
    List<String> words, String input, Optional<Duration> limit, Optional<LimitSource> source) {
  public Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
    if (source.isEmpty()) {
      source = Optional.of(LimitSource.ofOlderVersion(limit));
    }
  }

  /** A command with a time limit of its own, or without a limit. */
  public Command(List<String> words, String input, Optional<Duration> limit) {
    this(words, input, limit, Optional.of(LimitSource.COMMAND));
  }

  /** A command with the limit of the host for programs. */
  public static Command of(String... words) {
    return new Command(
        List.of(words),
        "",
        Optional.of(Limit.PROGRAM.standard()),
        Optional.of(LimitSource.PROGRAM));
  }

  public Command withInput(String text) {
    return new Command(words, text, limit, source);
  }

  /** The command with a time limit of its own. */
  public Command within(Duration time) {
    return new Command(words, input, Optional.of(time));
  }

  /** The command, which starts a guest, with the limit of the host for that. */
  public Command startsGuest() {
    return new Command(
        words,
        input,
        Optional.of(Limit.GUEST_START.standard()),
        Optional.of(LimitSource.GUEST_START));
  }

  /** The command with the time that its limit has on a host. */
  Command lasting(Duration time) {
    return new Command(words, input, Optional.of(time), source);
  }

  /**
   * The command without a time limit: the program carries the state of a guest or of the boot, and
   * that state is lost or incomplete if the program is killed.
   */
  public Command unlimited() {
    return new Command(words, input, Optional.empty());
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
