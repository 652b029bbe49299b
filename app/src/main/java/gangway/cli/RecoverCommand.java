package gangway.cli;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import gangway.machine.WritableMachine;
import gangway.operation.Recovery;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gangway recover}: undoes or completes interrupted operations, and resumes guests that
 * another tool left suspended.
 */
final class RecoverCommand implements Command {

  private static final String NOTHING_TO_RECOVER =
      "nothing to recover: no operation was interrupted";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "recover",
                "Undo or complete interrupted operations, and resume suspended guests.",
                "Undoes an operation that was killed or that a power failure interrupted. Completes an"
                    + " operation that can no longer be undone: a migration whose guest runs on the"
                    + " other host. Then resumes the guests that a killed 'xl save' or 'xl migrate' left"
                    + " suspended, if nothing shows that they run in another place.")
            .addOption(
                Options.flag(
                    "--as-is",
                    "Keep the host as it is and close the interrupted operations. Use this if"
                        + " something cannot be undone."))
            .addOption(
                Options.values(
                    "--accept",
                    "CODE",
                    "Resume the guest although a finding with this code blocks."))
            .addPositional(
                Options.optional("0", "GUEST", "Only resume this guest, if it is suspended."));
    return Options.examples(
        Options.reports(spec),
        "gangway recover",
        "gangway recover pv1",
        "gangway recover --accept GUEST-MAY-RUN-ELSEWHERE pv1");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    WritableMachine machine = session.configuredMachine();
    Report report = session.report();
    if (!machine.root()) {
      throw Problem.refused("only root can undo an operation", "run the command as root");
    }
    boolean asIs = arguments.hasMatchedOption("--as-is");
    String guest = arguments.matchedPositionalValue(0, "");
    List<Acceptance> accepted =
        Stream.of(arguments.matchedOptionValue("--accept", new String[0]))
            .map(code -> new Acceptance(code, Optional.empty()))
            .map(acceptance -> AcceptOption.permitted(acceptance, session::configuration))
            .toList();
    if (!guest.isEmpty() && asIs) {
      throw Problem.usage(
          "--as-is closes operations, and GUEST resumes a guest: they exclude each other",
          "run 'gangway recover --as-is' first, then 'gangway recover GUEST'");
    }
    if (guest.isEmpty() && !accepted.isEmpty()) {
      throw Problem.usage(
          "--accept needs the guest for which you accept the finding",
          "name the guest: gangway recover --accept CODE GUEST");
    }
    SuspendedGuestsRecovery suspended =
        new SuspendedGuestsRecovery(machine, session.console(), report, session.acceptPolicy());
    if (!guest.isEmpty()) {
      return suspended.named(guest, accepted);
    }
    Optional<ExitCode> operations = operations(machine, report, asIs);
    Optional<ExitCode> guests = asIs ? Optional.empty() : suspended.all();
    if (operations.isEmpty() && guests.isEmpty()) {
      report.record(ResultView.of(ReportOutcome.ALREADY_SO, Optional.empty(), NOTHING_TO_RECOVER));
      report.line(Style.PLAIN, NOTHING_TO_RECOVER);
    }
    return operations.orElse(ExitCode.DONE).worse(guests.orElse(ExitCode.DONE));
  }

  /** Recovers from the interrupted operations; empty if there are none. */
  private static Optional<ExitCode> operations(
      WritableMachine machine, Report report, boolean asIs) {
    // the newest operation is undone first
    Journal journal = new Journal(machine);
    OpenOperations running = journal.running();
    List<Operation> interrupted = journal.interrupted(running).reversed();
    List<UnreadableOperation> unreadable = running.unreadable();
    unreadable.forEach(one -> report.problem(one.id(), one.problem()));
    List<Operation> elsewhere = journal.recovering(running);
    elsewhere.forEach(run -> report.problem(run.id(), beingRecovered(run)));
    if (interrupted.isEmpty() && unreadable.isEmpty() && elsewhere.isEmpty()) {
      return Optional.empty();
    }
    ExitCode exit = elsewhere.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    exit = unreadable.isEmpty() ? exit : ExitCode.INCONSISTENT;
    Recovery recovery = new Recovery(machine, Author.present(machine), report);
    for (Operation run : interrupted) {
      exit = exit.worse(recovered(recovery, run, asIs, report));
    }
    return Optional.of(exit);
  }

  private static String named(Operation run) {
    return "'gangway %s' of %s".formatted(run.command(), Times.of(run.begun()));
  }

  private static Problem beingRecovered(Operation run) {
    return Problem.refused(
        "another process is recovering " + named(run),
        "wait until that process has ended, then see 'gangway history'",
        "process %s, started by %s".formatted(run.author().pid(), run.author()));
  }

  /** Recovers from one operation; refused if another process is faster. */
  private static ExitCode recovered(Recovery recovery, Operation run, boolean asIs, Report report) {
    String what = named(run);
    Optional<String> id = Optional.of(run.id());
    try {
      if (asIs) {
        recovery.leaveAsItIs(run);
        report.result(ReportOutcome.KEPT, id, what);
        return ExitCode.DONE;
      }
      switch (recovery.recover(run)) {
        case DONE -> report.result(ReportOutcome.DONE, id, what + " was complete");
        case UNDONE -> report.result(ReportOutcome.UNDONE, id, what + "; the host is as before");
        case LEFT -> report.result(ReportOutcome.KEPT, id, what);
      }
      return ExitCode.DONE;
    } catch (RuntimeException | Error fault) {
      Problem problem = Problem.because(fault);
      report.problem(run.id(), problem);
      return switch (problem.kind()) {
        case REFUSED -> ExitCode.REFUSED;
        case FAILED -> ExitCode.FAILED;
        case USAGE, INCONSISTENT -> ExitCode.INCONSISTENT;
      };
    }
  }
}
