package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.machine.Ssh;
import gangway.migration.Move;
import gangway.migration.TargetHost;
import gangway.operation.Attempt;
import gangway.operation.MigrateOperation;
import gangway.operation.MigrateOperation.Manner;
import gangway.operation.StatePlan;
import gangway.operation.Submission;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway migrate}: migrates a guest that has devices to another host. */
final class MigrateCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "migrate",
                "Migrate a guest that has devices to another host.",
                "Detaches the guest's devices, migrates the guest while it runs, and attaches equal"
                    + " devices of the other host.")
            .addOption(Options.dryRun())
            .addOption(Options.digest())
            .addOption(
                Options.flag(
                    "--suspended",
                    "Suspend the guest to a file while its memory is copied: for a Xen that cannot"
                        + " migrate a running PV guest."))
            .addOption(
                Options.flag(
                    "--cold",
                    "Shut the guest down and start it on the other host: for a guest that would"
                        + " crash when it is migrated."))
            .addOption(Replacements.option())
            .addPositional(Options.argument("0", "GUEST", "The guest's name."))
            .addPositional(
                Options.argument("1", "HOST", "The other host, a name for ssh: [USER@]NAME."));
    return Options.examples(
        Options.reports(spec),
        "gangway migrate --dry-run pv1 other-host",
        "gangway migrate pv1 other-host",
        "gangway migrate --suspended --map 09:00.0=04:00.0 pv1 other-host");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    TargetHost host = new TargetHost(ssh(arguments.matchedPositionalValue(1, "")), Version.text());
    Report report = session.report();
    session.mustBeRoot("only root can migrate a guest");
    if (arguments.hasMatchedOption("--cold") && arguments.hasMatchedOption("--suspended")) {
      throw Problem.usage("--cold and --suspended exclude each other", "use one of them");
    }
    MigrateOperation migrate =
        new MigrateOperation(guest, host, Replacements.of(arguments), manner(arguments));
    if (arguments.hasMatchedOption("--dry-run")) {
      StatePlan planned = migrate.planned(migrate.check(session.machine()));
      DigestOption.tell(DigestView.of(planned), arguments, report);
      if (planned.refused(DigestOption.of(arguments), report)) {
        return report.refused();
      }
      report.wouldDo(session.machine(), planned.plan());
      return ExitCode.DONE;
    }
    Attempt<Move> attempt =
        migrate.perform(
            Submission.of(
                session.configuredMachine(),
                RequestedWords.of(arguments.originalArgs()),
                session.interruption()),
            DigestOption.of(arguments));
    if (attempt.refused()) {
      return report.refused();
    }
    Move move = attempt.planned();
    report.result(
        ReportOutcome.DONE, "guest %s is on %s%s".formatted(guest, host.ssh(), has(move)));
    return ExitCode.DONE;
  }

  private static Manner manner(ParseResult arguments) {
    if (arguments.hasMatchedOption("--cold")) {
      return Manner.COLD;
    }
    return arguments.hasMatchedOption("--suspended") ? Manner.SUSPENDED : Manner.LIVE;
  }

  private static Ssh ssh(String host) {
    try {
      return new Ssh(host);
    } catch (IllegalArgumentException e) {
      throw Problem.usage("'%s' is not a host name".formatted(host), "write [USER@]NAME");
    }
  }

  private static String has(Move move) {
    return move.functions().isEmpty() ? "" : ", with" + joined(move);
  }

  private static String joined(Move move) {
    return move.functions().stream().map(function -> " " + function).collect(Collectors.joining());
  }
}
