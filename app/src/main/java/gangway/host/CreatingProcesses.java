package gangway.host;

import gangway.journal.Author;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
    return CommandLines.read(machine)
        .matching(process -> creates(process.line(), () -> process.output(machine), guest));
  }

  /**
   * Reads them from the output of a script on another host: the PID namespace of the script's
   * shell; for each process a line with its PID, its standard output and its command line,
   * separated by tabs; and the last line {@code end}.
   */
  public static FoundProcesses parse(String out, String guest) {
    List<String> lines = out.lines().toList();
    if (lines.size() < 2 || !lines.getLast().equals("end")) {
      return unknown("the list of the processes is not complete");
    }
    if (!lines.getFirst().isEmpty() && !Author.seesAllProcesses(lines.getFirst())) {
      return unknown("ssh leads to a PID namespace that does not see all processes of that host");
    }
    List<String> found = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      String[] parts = line.split("\t", 3);
      if (parts.length < 3) {
        return unknown("the list of the processes cannot be parsed");
      }
      String words = CommandLines.blanks(parts[2]);
      if (creates(words, () -> output(parts[1]), guest)) {
        found.add(new CommandLines.RunningProcess(parts[0], words).toString());
      }
    }
    return new FoundProcesses(found, Optional.empty());
  }

  /** Unknown processes. */
  public static FoundProcesses unknown(String why) {
    return new FoundProcesses(List.of(), Optional.of(why));
  }

  /** Empty for a pipe, and for a file that was deleted. */
  private static Optional<Path> output(String link) {
    return link.startsWith("/") && !link.endsWith(" (deleted)")
        ? Optional.of(Path.of(link))
        : Optional.empty();
  }

  private static boolean creates(String line, Supplier<Optional<Path>> output, String guest) {
    return CommandLines.programs(line)
        .anyMatch(program ->
            program.getFirst().matches(SavingProcesses.SAVE_PROGRAM)
                || (program.getFirst().matches(SavingProcesses.XL)
                    && creates(program.subList(1, program.size()))
                    && !watchesAnother(output.get(), guest)));
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
