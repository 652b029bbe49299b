package gangway.host;

import gangway.Problem;
import gangway.journal.Author;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes that save or migrate a guest of this host, any guest: xl itself, and the program
 * that libxl runs for every save, migration and restore, also for libvirt. A process that waits for
 * the answer of Gangway's guard counts too.
 *
 * @param found the process ID and the command line of each
 * @param doubt why there may be others; empty if all processes were visible
 */
public record SavingProcesses(List<String> found, Optional<String> doubt) {
  private static final Path PROC = Path.of("/proc");

  /** xl, and xl behind a wrapper script of Gangway's guard. */
  private static final String XL = "xl(\\.distrib)?";

  private static final String SAVE_PROGRAM = "libxl-save-helper(\\.distrib)?";

  /** The commands of xl that suspend a guest (tools/xl/xl_cmdtable.c); they can be abbreviated. */
  private static final List<String> SUSPENDING = List.of("save", "migrate", "remus");

  private static final int MAX_CHARACTERS = 200;

  public SavingProcesses {
    found = List.copyOf(found);
  }

  public static SavingProcesses read(Machine machine) {
    try {
      if (!Author.seesAllProcesses(machine)) {
        return unknown("Gangway runs in a PID namespace that does not see all processes of dom0");
      }
      List<String> processes =
          machine.list(PROC).stream()
              .filter(name -> name.chars().allMatch(Character::isDigit))
              .toList();
      return processes.isEmpty()
          ? unknown("/proc shows no process")
          : new SavingProcesses(
              processes.stream().flatMap(pid -> saving(machine, pid)).toList(), Optional.empty());
    } catch (Problem unreadable) {
      return unknown(unreadable.blocker());
    }
  }

  private static SavingProcesses unknown(String why) {
    return new SavingProcesses(List.of(), Optional.of(why));
  }

  private static Stream<String> saving(Machine machine, String pid) {
    String line =
        machine
            .read(PROC.resolve(pid).resolve("cmdline"))
            .map(text -> text.replaceAll("[\\p{Cntrl}\uFFFD\\s]+", " ").strip())
            .orElse("");
    return saves(line)
        ? Stream.of(
            "process %s: %s"
                .formatted(pid, line.substring(0, Math.min(line.length(), MAX_CHARACTERS))))
        : Stream.empty();
  }

  /** Whether a command line, also one within a shell, saves or migrates a guest. */
  static boolean saves(String line) {
    List<String> words = List.of(line.split(" "));
    for (int i = 0; i < words.size(); i++) {
      String program = words.get(i).substring(words.get(i).lastIndexOf('/') + 1);
      if (program.matches(SAVE_PROGRAM)
          || (program.matches(XL) && suspends(words.subList(i + 1, words.size())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean suspends(List<String> words) {
    List<String> left = new ArrayList<>(words);
    // global options of xl; none of them has a value
    left.removeIf(word -> word.startsWith("-"));
    return !left.isEmpty()
        && left.getFirst().length() > 1
        && SUSPENDING.stream().anyMatch(command -> command.startsWith(left.getFirst()));
  }

  /** Whether no process saves or migrates a guest, for certain. */
  public boolean none() {
    return found.isEmpty() && doubt.isEmpty();
  }

  /** What was found, and what is not known: one line each. */
  public List<String> lines() {
    return Stream.concat(found.stream(), doubt.stream()).toList();
  }
}
