package gangway.cli;

import gangway.doctor.DoctorInput;
import gangway.journal.Journal;
import gangway.machine.Machine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway metrics}: prints numbers for a monitoring system. See docs/metrics.md. */
final class MetricsCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "metrics",
            "Print the state of the host as metrics for Prometheus.",
            "Prints the text format of Prometheus, for the textfile collector of node_exporter.");
    return Options.examples(spec, "gangway metrics");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    DoctorInput input = DoctorCommand.input(machine, "metrics");
    HostMetrics.of(input, new Journal(machine)).forEach(session.console()::line);
    return ExitCode.DONE;
  }
}
