package gangway.cli;

import gangway.Problem;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import gangway.machine.WritableMachine;
import gangway.operation.Recovery;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway recover}: undoes interrupted operations, or finds that they were complete. */
final class RecoverCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("recover", "Undo operations that a kill or power failure interrupted.")
            .addOption(
                Options.flag(
                    "--as-is",
                    "Close the interrupted operations and keep the host as it is: for operations"
                        + " that cannot be undone."));
    return Options.examples(spec, "gangway recover");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    WritableMachine machine = session.actingMachine();
    Console console = session.console();
    if (!machine.root()) {
      throw Problem.refused("only root can undo an operation", "run the command as root");
    }
    // the newest operation is undone first
    Journal journal = new Journal(machine);
    OpenOperations running = journal.running();
    List<Operation> interrupted = journal.interrupted(running).reversed();
    List<UnreadableOperation> unreadable = running.unreadable();
    unreadable.forEach(one -> console.report(one.problem()));
    ExitCode exit = unreadable.isEmpty() ? ExitCode.DONE : ExitCode.INCONSISTENT;
    if (interrupted.isEmpty()) {
      if (unreadable.isEmpty()) {
        console.line("nothing to recover: no operation was interrupted");
      }
      return exit;
    }
    Recovery recovery =
        new Recovery(machine, Author.present(machine), new ConsoleProgress(console));
    for (Operation run : interrupted) {
      String what = "'gangway %s' of %s".formatted(run.command(), Times.of(run.begun()));
      if (arguments.hasMatchedOption("--as-is")) {
        recovery.leaveAsItIs(run);
        console.line(Style.YELLOW, "kept as it is: " + what);
      } else if (!recovered(recovery, run, what, console)) {
        exit = ExitCode.INCONSISTENT;
      }
    }
    return exit;
  }

  private static boolean recovered(Recovery recovery, Operation run, String what, Console console) {
    try {
      console.line(
          Style.GREEN,
          switch (recovery.recover(run)) {
            case DONE -> "done: " + what + " was complete";
            case UNDONE -> "undone: " + what + "; the host is as before";
            case LEFT -> "kept as it is: " + what;
          });
      return true;
    } catch (Problem problem) {
      console.report(problem);
      return false;
    }
  }
}
