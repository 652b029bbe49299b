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

  /** The first word of the helper that can be the domain ID; the name of the helper is word 0. */
  private static final int HELPER_DOMID = 3;

  private SavingProcesses() {}

  public static FoundProcesses read(Machine machine) {
    return CommandLines.read(machine).matching(process -> saves(process.line()));
  }

  /**
   * Those that save or migrate one guest, as far as their command lines show. Such a process is
   * there before it asks Gangway's guard and until the guest is saved, because the wrapper scripts
   * replace themselves by the tool (exec).
   *
   * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
   *
   * @param domid the domain ID of the guest
   * @param name the name of the guest
   */
  public static FoundProcesses ofGuest(Machine machine, int domid, String name) {
    String named = " %s ".formatted(CommandLines.blanks(name));
    return CommandLines.read(machine).matching(process -> savesGuest(process.line(), domid, named));
  }

  private static boolean savesGuest(String line, int domid, String named) {
    return CommandLines.programs(line)
        .anyMatch(program ->
            (program.getFirst().matches(SAVE_PROGRAM) && helperSaves(program, domid))
                || (program.getFirst().matches(XL)
                    && suspends(program.subList(1, program.size()))
                    && names(program, domid, named)));
  }

  /**
   * The domain ID follows one descriptor, since Xen 4.6 two (tools/libs/light/
   * libxl_save_callout.c, {@code run_helper}).
   */
  private static boolean helperSaves(List<String> program, int domid) {
    return program.size() > 1
        && program.get(1).equals("--save-domain")
        && (program.size() <= HELPER_DOMID
            || program.subList(HELPER_DOMID, Math.min(program.size(), HELPER_DOMID + 2)).stream()
                .anyMatch(word -> isDomid(word, domid)));
  }

  private static boolean names(List<String> program, int domid, String named) {
    return (String.join(" ", program) + " ").contains(named)
        || program.stream().anyMatch(word -> isDomid(word, domid));
  }

  /** xl reads a domain ID with strtoul(3). */
  private static boolean isDomid(String word, int domid) {
    return word.matches("0*" + domid);
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
