package gangway.host;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The processes that may be creating or restoring a domain of this host: xl itself, and the program
 * that libxl runs for every save, migration and restore, also for libvirt. libvirtd creates domains
 * too, and is not among them.
 *
 * <p>See docs/decisions/0028-a-domain-that-never-ran-is-destroyed.md.
 */
public final class CreatingProcesses {
  /** The commands of xl that create a domain (tools/xl/xl_cmdtable.c); they can be abbreviated. */
  private static final List<String> CREATING = List.of("create", "restore", "migrate-receive");

  private static final Path LOGS = Path.of("/var/log/xen");

  private CreatingProcesses() {}

  /**
   * Reads them.
   *
   * @param guest the guest that the domain would have; the xl process that watches over this guest
   *     is among them, because it creates the domain again when the guest reboots
   */
  public static FoundProcesses read(Machine machine, String guest) {
    return CommandLines.read(machine).matching(process -> creates(machine, process, guest));
  }

  private static boolean creates(
      Machine machine, CommandLines.RunningProcess process, String guest) {
    return CommandLines.programs(process.line())
        .anyMatch(program ->
            program.getFirst().matches(SavingProcesses.SAVE_PROGRAM)
                || (program.getFirst().matches(SavingProcesses.XL)
                    && creates(program.subList(1, program.size()))
                    && !watchesAnother(process.output(machine), guest)));
  }

  private static boolean creates(List<String> words) {
    return CommandLines.subcommand(words)
        .filter(word -> CREATING.stream().anyMatch(command -> command.startsWith(word)))
        .isPresent();
  }

  /**
   * Whether the output is the log of an xl process that has created a domain and stays in the
   * background as long as the domain: {@code /var/log/xen/xl-NAME.log} (tools/xl/xl_utils.c, {@code
   * do_daemonize}).
   */
  private static boolean watchesAnother(Optional<Path> output, String guest) {
    return output
        .filter(file -> LOGS.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> name.startsWith("xl-") && !name.startsWith("xl-" + guest + ".log"))
        .isPresent();
  }
}
