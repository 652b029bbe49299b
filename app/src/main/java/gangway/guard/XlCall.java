package gangway.guard;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a command line of xl does with a guest's state. It is parsed as xl parses it: global options
 * come first, a command may be abbreviated, and the command's options precede its arguments
 * (tools/xl/xl.c, xl_cmdtable.c, xl_saverestore.c, xl_migrate.c).
 */
public sealed interface XlCall {
  /** Stops a guest and writes its state to a file. */
  record Save(String guest, Path image) implements XlCall {}

  /**
   * Lets a guest go on that may be suspended: saves the guest to nowhere, and keeps it ({@code xl
   * save -c GUEST /dev/null}).
   */
  record Resume(String guest) implements XlCall {}

  /** Moves a guest to another host. */
  record Migrate(String guest) implements XlCall {}

  /** Starts a guest from a file that {@code save} wrote. */
  record Restore(Path image) implements XlCall {}

  /** Anything else. */
  record Other() implements XlCall {}

  Path NOWHERE = Path.of("/dev/null");

  /** The options of migrate that have a value. */
  List<String> WITH_VALUE = List.of("-C", "-s");

  /** Parses the words after {@code xl}. */
  static XlCall parse(List<String> words) {
    Deque<String> left = new ArrayDeque<>(words);
    dropOptions(left, List.of());
    String command = Optional.ofNullable(left.poll()).orElse("");
    if (means(command, "save")) {
      boolean keeps = dropOptions(left, List.of()).stream().anyMatch(XlCall::keepsGuest);
      String guest = left.poll();
      String image = left.poll();
      if (guest == null || image == null) {
        return new Other();
      }
      return keeps && file(image).equals(NOWHERE)
          ? new Resume(guest)
          : new Save(guest, file(image));
    }
    if (means(command, "migrate")) {
      return argument(left, WITH_VALUE).<XlCall>map(Migrate::new).orElseGet(Other::new);
    }
    if (means(command, "restore")) {
      dropOptions(left, List.of());
      // xl restore [CONFIGURATION] IMAGE
      return Optional.ofNullable(left.peekLast())
          .<XlCall>map(image -> new Restore(file(image)))
          .orElseGet(Other::new);
    }
    return new Other();
  }

  /** Options can be combined: {@code -ce}. */
  private static boolean keepsGuest(String option) {
    return option.matches("-[a-z]*c[a-z]*");
  }

  private static Path file(String name) {
    return Path.of(name).toAbsolutePath().normalize();
  }

  /** Whether a word is a command or an abbreviation of it; xl itself refuses an ambiguous one. */
  private static boolean means(String word, String command) {
    return word.length() > 1 && command.startsWith(word);
  }

  private static Optional<String> argument(Deque<String> words, List<String> withValue) {
    dropOptions(words, withValue);
    return Optional.ofNullable(words.poll());
  }

  /** Removes the options before the arguments, and returns them. */
  private static List<String> dropOptions(Deque<String> words, List<String> withValue) {
    List<String> options = new ArrayList<>();
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.removeFirst();
      if (option.equals("--")) {
        return options;
      }
      options.add(option);
      if (withValue.contains(option)) {
        words.poll();
      }
    }
    return options;
  }
}
