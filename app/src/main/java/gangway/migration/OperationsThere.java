package gangway.migration;

import gangway.Problem;
import gangway.Resource;
import gangway.host.FreeSpace;
import gangway.journal.Journal;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.Ssh;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Whether gangway on another host can perform operations: a guest that arrives there gets its
 * devices by an operation, and without that operation it has none.
 */
record OperationsThere(Ssh ssh) {
  /** The exit codes of gangway there (docs/commands.md). */
  private static final int USAGE = 2;

  private static final int REFUSED = 3;

  private static final String WRITABLE = "writable";
  private static final String READ_ONLY = "read-only";

  /**
   * Checks the configuration there, and the space for the journal.
   *
   * @throws Problem of kind REFUSED if an operation there would be refused, or if that is not known
   */
  void mustBePossible(Machine machine) {
    mustBeConfigured(machine);
    mustHaveJournal(machine);
  }

  private void mustBeConfigured(Machine machine) {
    Command command = configuration();
    Result result = machine.ask(command).orElseThrow(() -> silent(command));
    switch (result.exit()) {
      // a version without the command has no configuration
      case 0, USAGE -> {}
      case REFUSED -> {
        TheirProblem theirs = TheirProblem.of(result);
        throw Problem.refused(
            "gangway on %s refuses all changes, because its configuration cannot be used"
                .formatted(ssh),
            "on %s: %s".formatted(ssh, theirs.remedy()),
            Stream.concat(Stream.of(theirs.message()), theirs.evidence().stream())
                .toArray(String[]::new));
      }
      default -> throw silent(command);
    }
  }

  private void mustHaveJournal(Machine machine) {
    Command command = journal();
    List<String> lines =
        machine
            .ask(command)
            .filter(Result::ok)
            .map(result -> result.out().lines().toList())
            .orElse(List.of());
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (first.equals(READ_ONLY)) {
      throw Problem.refused(
          "gangway on %s cannot write its journal".formatted(ssh),
          "make %s writable there: mount its file system read-write".formatted(Journal.FOLDER),
          "read-only: " + Journal.FOLDER);
    }
    OptionalLong free =
        lines.isEmpty() ? OptionalLong.empty() : FreeSpace.available(lines.getLast());
    if (!first.equals(WRITABLE) || free.isEmpty()) {
      throw TargetHost.silent(
          ssh, "the free space of %s there is not known".formatted(Journal.FOLDER));
    }
    if (free.getAsLong() < FreeSpace.LITTLE) {
      throw Problem.refused(
          "the file system of %s on %s has no space for the journal".formatted(Journal.FOLDER, ssh),
          "free space there: df -h " + FreeSpace.STATE,
          "free: %d KiB; needed: %d KiB"
              .formatted(free.getAsLong() / 1024, FreeSpace.LITTLE / 1024));
    }
  }

  private Problem silent(Command command) {
    return TargetHost.silent(ssh, "'%s' failed".formatted(command));
  }

  /** Asks for the configuration there. */
  Command configuration() {
    return ssh.command("gangway", "config", "--json");
  }

  /** Asks whether root can write where the journal is there, and how much space is free. */
  Command journal() {
    return ssh.command(
        "sh", "-c", Resource.text(OperationsThere.class, "journal.sh"), Journal.FOLDER.toString());
  }
}
