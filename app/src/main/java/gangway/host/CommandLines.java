package gangway.host;

import gangway.Problem;
import gangway.journal.Author;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The command lines of all processes of dom0, from {@code /proc/PID/cmdline}.
 *
 * @param doubt why there may be other processes; empty if all processes were visible
 */
record CommandLines(List<RunningProcess> found, Optional<String> doubt) {
  private static final Path PROC = Path.of("/proc");
  private static final int MAX_CHARACTERS = 200;

  CommandLines {
    found = List.copyOf(found);
  }

  /**
   * A process.
   *
   * @param line its words, separated by blanks; empty for a thread of the kernel
   */
  record RunningProcess(String pid, String line) {
    /** The file that is its standard output; empty for a pipe, and for a file that was deleted. */
    Optional<Path> output(Machine machine) {
      return machine.real(PROC.resolve(pid).resolve("fd/1"));
    }

    @Override
    public String toString() {
      return "process %s: %s"
          .formatted(pid, line.substring(0, Math.min(line.length(), MAX_CHARACTERS)));
    }
  }

  static CommandLines read(Machine machine) {
    try {
      if (!Author.seesAllProcesses(machine)) {
        return unknown("Gangway runs in a PID namespace that does not see all processes of dom0");
      }
      List<String> processes =
          machine.list(PROC).stream()
              .filter(name -> name.chars().allMatch(Character::isDigit))
              .toList();
      return processes.isEmpty()
          ? unknown(FoundProcesses.NO_PROCESS)
          : new CommandLines(
              processes.stream().map(pid -> process(machine, pid)).toList(), Optional.empty());
    } catch (Problem unreadable) {
      return unknown(unreadable.blocker());
    }
  }

  /** The processes of one kind. */
  FoundProcesses matching(Predicate<RunningProcess> kind) {
    return new FoundProcesses(
        found.stream().filter(kind).map(RunningProcess::toString).toList(), doubt);
  }

  private static CommandLines unknown(String why) {
    return new CommandLines(List.of(), Optional.of(why));
  }

  private static RunningProcess process(Machine machine, String pid) {
    return new RunningProcess(
        pid,
        machine.read(PROC.resolve(pid).resolve("cmdline")).map(CommandLines::blanks).orElse(""));
  }

  /** A text with one blank in the place of what separates words or is no visible character. */
  static String blanks(String text) {
    return text.replaceAll("[\\p{Cntrl}\uFFFD\\s]+", " ").strip();
  }

  /**
   * The programs that a command line can name, also one within a shell: each with the words that
   * follow. The first word is the name of the program without its folder.
   */
  static Stream<List<String>> programs(String line) {
    List<String> words = List.of(line.split(" "));
    return IntStream.range(0, words.size())
        .mapToObj(i -> {
          List<String> program = new ArrayList<>(words.subList(i, words.size()));
          program.set(0, program.getFirst().substring(program.getFirst().lastIndexOf('/') + 1));
          return program;
        });
  }

  /** The command of xl among its words, if it has at least two letters; it can be abbreviated. */
  static Optional<String> subcommand(List<String> words) {
    // global options of xl; none of them has a value
    return words.stream()
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .filter(word -> word.length() > 1);
  }
}
