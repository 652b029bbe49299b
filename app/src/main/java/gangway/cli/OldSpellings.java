package gangway.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Spellings of commands and options that the next release no longer accepts. This release replaces
 * each by the current spelling and prints a warning.
 */
final class OldSpellings {

  /**
   * One spelling, as words that follow each other on the command line.
   *
   * @param command the command in whose arguments the old words are replaced
   * @param old the words as they were
   * @param current the same number of words, as they are now
   */
  private record Spelling(String command, List<String> old, List<String> current) {
    Spelling {
      old = List.copyOf(old);
      current = List.copyOf(current);
    }

    String warning() {
      return "warning: 'gangway %s' is deprecated and will be removed in the next release; use 'gangway %s'"
          .formatted(withCommand(old), withCommand(current));
    }

    private String withCommand(List<String> words) {
      String text = String.join(" ", words);
      return old.getFirst().equals(command) ? text : command + " " + text;
    }
  }

  private static final List<Spelling> ALL =
      List.of(
          new Spelling("ready", List.of("ready"), List.of("enable-hotplug")),
          new Spelling("migrate", List.of("--stopped"), List.of("--suspended")),
          new Spelling("new", List.of("--toolstack", "virsh"), List.of("--toolstack", "libvirt")),
          new Spelling("new", List.of("--toolstack=virsh"), List.of("--toolstack=libvirt")));

  private OldSpellings() {}

  /**
   * The arguments in current spellings.
   *
   * @param warn receives one line for each old spelling
   */
  static List<String> replaced(List<String> arguments, Consumer<String> warn) {
    int command = indexOfCommand(arguments);
    if (command >= arguments.size()) {
      return arguments;
    }
    List<String> current = new ArrayList<>(arguments);
    // everything after "--" is an argument, never an option
    int end = current.indexOf("--");
    List<String> words = current.subList(command, end < command ? current.size() : end);
    for (Spelling spelling : ALL) {
      int at =
          spelling.command().equals(arguments.get(command))
              ? Collections.indexOfSubList(words, spelling.old())
              : -1;
      if (at >= 0) {
        warn.accept(spelling.warning());
        for (int i = 0; i < spelling.current().size(); i++) {
          words.set(at + i, spelling.current().get(i));
        }
      }
    }
    return current;
  }

  /**
   * The command is the first argument that is neither an option nor the value of {@code --host}.
   */
  private static int indexOfCommand(List<String> arguments) {
    int at = 0;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      at += arguments.get(at).equals("--host") ? 2 : 1;
    }
    return at;
  }
}
