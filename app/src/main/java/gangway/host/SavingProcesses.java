package gangway.host;

import gangway.machine.Machine;
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
  /** xl, and xl behind a wrapper script of Gangway's guard. */
  static final String XL = "xl(\\.distrib)?";

  static final String SAVE_PROGRAM = "libxl-save-helper(\\.distrib)?";

  /** The commands of xl that suspend a guest (tools/xl/xl_cmdtable.c); they can be abbreviated. */
  private static final List<String> SUSPENDING = List.of("save", "migrate", "remus");

  public SavingProcesses {
    found = List.copyOf(found);
  }

  public static SavingProcesses read(Machine machine) {
    CommandLines all = CommandLines.read(machine);
    return new SavingProcesses(
        all.found().stream()
            .filter(process -> saves(process.line()))
            .map(CommandLines.RunningProcess::toString)
            .toList(),
        all.doubt());
  }

  /** Whether a command line, also one within a shell, saves or migrates a guest. */
  static boolean saves(String line) {
    return CommandLines.programs(line)
        .anyMatch(program ->
            program.getFirst().matches(SAVE_PROGRAM)
                || (program.getFirst().matches(XL)
                    && suspends(program.subList(1, program.size()))));
  }

  private static boolean suspends(List<String> words) {
    return CommandLines.subcommand(words)
        .filter(word -> SUSPENDING.stream().anyMatch(command -> command.startsWith(word)))
        .isPresent();
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
