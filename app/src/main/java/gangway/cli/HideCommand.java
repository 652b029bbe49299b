package gangway.cli;

import gangway.Problem;
import gangway.config.TimeSpan;
import gangway.machine.Limit;
import gangway.operation.TrialStart;
import gangway.pci.FunctionFinder;
import gangway.pci.FunctionsOnDemand;
import gangway.pci.PciBus;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway hide}: now, at every boot, or at the next boot on trial. */
final class HideCommand implements Command {
  private static final String TRIAL = "--trial";

  private final RequestCommand usual = new RequestCommand(FunctionRequests.HIDE);

  @Override
  public CommandSpec spec() {
    return usual
        .spec()
        .addOption(
            Options.flag(
                TRIAL,
                "With --boot: only at the next boot, unless 'gangway confirm' is run in that boot."
                    + " Otherwise dom0 gets the functions back."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return arguments.hasMatchedOption(TRIAL)
        ? onTrial(arguments, session)
        : usual.run(arguments, session);
  }

  private static ExitCode onTrial(ParseResult arguments, Session session) {
    if (!arguments.hasMatchedOption("--boot") || arguments.hasMatchedOption("--now")) {
      throw Problem.usage(
          "--trial is for a boot: it needs --boot, and --now is not possible with it",
          "use 'gangway hide --boot --trial ADDRESS'");
    }
    session.mustBeRoot("only root can change what the next boot hides");
    FunctionFinder all = new FunctionsOnDemand(new PciBus(session.machine()));
    TrialStart start =
        new TrialStart(
            new NamedFunctions(all, session::configuration)
                .present(List.of(arguments.matchedPositionalValue(0, new String[0]))),
            AcceptOption.of(arguments, all, session::configuration));
    return new SettingCommand(start, done(session))
        .run(arguments, session, session::configuredMachine);
  }

  private static String done(Session session) {
    return "the next boot hides the functions on trial: reboot, then run 'gangway confirm' within %s"
        .formatted(TimeSpan.text(session.configuration().limits().of(Limit.TRIAL_BOOT)));
  }
}
