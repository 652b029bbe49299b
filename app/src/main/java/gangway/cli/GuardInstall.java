package gangway.cli;

import gangway.Problem;
import gangway.guard.AskedProgram;
import gangway.guard.Refusals;
import gangway.guard.ToolGuard;
import gangway.guard.ToolGuards;
import gangway.machine.WritableMachine;
import gangway.operation.Submission;
import gangway.plan.MaintenancePlan;
import gangway.view.ReportOutcome;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard install}: makes Xen's tools ask Gangway first. */
final class GuardInstall implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "install",
            "Make Xen's tools ask gangway before they save, migrate or restore a guest.");
    return Options.examples(Options.reports(spec), "gangway guard install");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    WritableMachine machine = session.actingMachine();
    new AskedProgram(Launcher.path()).mustBeSafe(machine);
    ToolGuards guards = ToolGuards.read(machine, Launcher.path());
    if (guards.all().isEmpty()) {
      throw Problem.refused(
          "there is nothing to guard: Xen's tools are not installed",
          "install them (package xen-utils) first");
    }
    if (guards.all().stream().allMatch(guard -> guard.status() == ToolGuard.Status.UNSUPPORTED)) {
      throw Problem.refused(
          "the guard does not support this host",
          "run 'gangway guard status' before you save or migrate a guest",
          "there is no dpkg-divert: an update of the tools' package would overwrite the wrapper"
              + " scripts");
    }
    return perform(
        guards.install(),
        machine,
        session.report(),
        "Xen's tools ask Gangway before a guest is saved, migrated or restored");
  }

  /** Performs the plan, if there is something to do. */
  static ExitCode perform(
      Optional<MaintenancePlan> plan, WritableMachine machine, Report report, String done) {
    if (plan.isEmpty()) {
      report.result(ReportOutcome.ALREADY_SO, done);
      return ExitCode.DONE;
    }
    Refusals.forget(machine);
    Submission.of(machine, plan.get().words(), report).perform(plan.get());
    report.result(ReportOutcome.DONE, done);
    return ExitCode.DONE;
  }
}
