package gangway.host;

import gangway.machine.Machine;
import java.util.List;

/**
 * The processes that save or migrate a guest of this host, any guest: xl itself, and the program
 * that libxl runs for every save, migration and restore, also for libvirt. A process that waits for
 * the answer of Gangway's guard counts too.
 */
public final class SavingProcesses {
  /** xl, and xl behind a wrapper script of Gangway's guard. */
  static final String XL = "xl(\\.distrib)?";

  static final String SAVE_PROGRAM = "libxl-save-helper(\\.distrib)?";

  /** The commands of xl that suspend a guest (tools/xl/xl_cmdtable.c); they can be abbreviated. */
  private static final List<String> SUSPENDING = List.of("save", "migrate", "remus");

  private SavingProcesses() {}

  public static FoundProcesses read(Machine machine) {
    return CommandLines.read(machine).matching(process -> saves(process.line()));
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
}
