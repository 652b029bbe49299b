package gangway.cli;

import gangway.operation.TrialCancellation;
import gangway.operation.TrialConfirmation;
import gangway.pci.FunctionsOnDemand;
import gangway.pci.PciBus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway confirm}: the end of a boot that hides functions on trial. */
final class ConfirmCommand implements Command {
  private static final String CANCEL = "--cancel";
  static final String WATCH = "--watch";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "confirm",
                "Keep what a trial boot hides, or end the trial.",
                "After 'gangway hide --boot --trial' and a reboot: from now on, every boot hides the"
                    + " functions.")
            .addOption(
                Options.flag(
                    CANCEL,
                    "End the trial instead, before or after its boot. pciback keeps what it has"
                        + " until the next boot."))
            .addOption(
                Options.flag(
                    WATCH,
                    "Wait for the end of the trial; give the functions back to dom0 if nobody"
                        + " confirms it in time. systemd/gangway-trial.service runs it."))
            .addOption(AcceptOption.option());
    return Options.examples(
        SettingCommand.options(spec), "gangway confirm", "gangway confirm --cancel");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can change what the next boot hides");
    if (arguments.hasMatchedOption(WATCH)) {
      return new TrialUnit(session).run();
    }
    if (arguments.hasMatchedOption(CANCEL)) {
      return new SettingCommand(new TrialCancellation(), "there is no trial")
          .run(arguments, session, session::actingMachine);
    }
    TrialConfirmation confirmation =
        TrialConfirmation.of(
            session.machine(),
            AcceptOption.of(
                arguments,
                new FunctionsOnDemand(new PciBus(session.machine())),
                session::configuration));
    return new SettingCommand(
            confirmation,
            "every boot hides %s; the trial is over".formatted(confirmation.trial().words()))
        .run(arguments, session, session::configuredMachine);
  }
}
