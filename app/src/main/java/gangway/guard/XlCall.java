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

  /**
   * Starts a guest from a definition.
   *
   * @param definition the file
   * @param settings lines that follow those of the file
   */
  record Create(Path definition, List<String> settings) implements XlCall {
    public Create {
      settings = List.copyOf(settings);
    }
  }

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
    if (means(command, "create")) {
      return create(left);
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

  /**
   * The file can be before the options, behind them, or in one; a word with {@code =} is a setting
   * (tools/xl/xl_vmcontrol.c, {@code main_create}). A dry run starts nothing.
   */
  private static XlCall create(Deque<String> words) {
    Optional<String> name = Optional.empty();
    List<String> settings = new ArrayList<>();
    boolean options = true;
    for (String word = words.poll(); word != null; word = words.poll()) {
      if (!options || !word.startsWith("-")) {
        if (word.contains("=")) {
          settings.add(word);
        } else if (name.isEmpty()) {
          name = Optional.of(word);
        }
      } else if (word.equals("--")) {
        options = false;
      } else if (startsNothing(word)) {
        return new Other();
      } else {
        Optional<String> named = definition(word, words);
        name = named.isPresent() ? named : name;
      }
    }
    return name.<XlCall>map(file -> new Create(file(file), settings)).orElseGet(Other::new);
  }

  /** {@code -n}, also among other letters; the letter {@code f} begins the name of a file. */
  private static boolean startsNothing(String option) {
    return option.equals("--dryrun") || option.matches("-[a-zA-Z&&[^f]]*n.*");
  }

  /** The file that an option names, in the same word or in the next one. */
  private static Optional<String> definition(String option, Deque<String> next) {
    String same = "--defconfig=";
    if (option.startsWith(same)) {
      return Optional.of(option.substring(same.length()));
    }
    if (option.equals("--defconfig") || option.matches("-[a-zA-Z&&[^f]]*f")) {
      return Optional.ofNullable(next.poll());
    }
    return option.matches("-[a-zA-Z&&[^f]]*f.+")
        ? Optional.of(option.substring(option.indexOf('f') + 1))
        : Optional.empty();
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
