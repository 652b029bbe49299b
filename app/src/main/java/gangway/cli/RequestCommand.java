package gangway.cli;

import gangway.check.Finding;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.operation.RequestOperation;
import gangway.operation.RequestOperation.Checked;
import gangway.operation.RequestOperation.Result;
import gangway.operation.Submission;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.view.ReportOutcome;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Checks, plans, performs and verifies a request: {@code gangway hide}, {@code unhide}, {@code
 * attach}, {@code detach}, {@code new} and {@code enable-hotplug}.
 */
record RequestCommand(RequestArguments asking) implements Command {

  @Override
  public CommandSpec spec() {
    return Options.reports(asking.spec().addOption(Options.dryRun()));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    boolean dry = arguments.hasMatchedOption("--dry-run");
    if (dry) {
      return checked(session.machine(), arguments, session);
    }
    WritableMachine machine = session.actingMachine();
    return machine.root()
        ? performed(session.configuredMachine(), arguments, session)
        : checked(machine, arguments, session);
  }

  private ExitCode checked(Machine machine, ParseResult arguments, Session session) {
    Report report = session.report();
    Checked checked =
        new RequestOperation(asking.source(arguments, session::configuration)).check(machine);
    session.warnOfConfiguration();
    report.checked(checked.verdict());
    if (checked.verdict().refused()) {
      return report.refused();
    }
    PreparedRequest prepared = checked.prepared();
    if (prepared.alreadySo()) {
      return alreadySo(prepared.request(), report);
    }
    report.wouldDo(machine, prepared.plan());
    asking.text(checked).ifPresent(text -> report.note(Style.PLAIN, text));
    return ExitCode.DONE;
  }

  private ExitCode performed(WritableMachine machine, ParseResult arguments, Session session) {
    Report report = session.report();
    Result result =
        new RequestOperation(asking.source(arguments, session::configuration))
            .perform(Submission.of(machine, arguments.originalArgs(), session.interruption()));
    return switch (result) {
      case Result.Refused _ -> report.refused();
      case Result.AlreadySo(Request request) -> alreadySo(request, report);
      case Result.Done(Request request, List<Finding> remarks) -> {
        report.result(ReportOutcome.DONE, summary(request));
        remarks.forEach(report::remark);
        yield ExitCode.DONE;
      }
    };
  }

  private static ExitCode alreadySo(Request request, Report report) {
    report.result(ReportOutcome.ALREADY_SO, summary(request));
    return ExitCode.DONE;
  }

  /** The state that the request asks for. */
  private static String summary(Request request) {
    String functions =
        request.functions().stream().map(PciAddress::toString).collect(Collectors.joining(", "));
    return switch (request) {
      case Request.Hide _ -> functions + " hidden" + when(request, "now", "after reboot");
      case Request.Unhide _ -> functions + " not hidden" + when(request, "now", "after reboot");
      case Request.Attach attach ->
          functions
              + " attached to guest "
              + attach.guest()
              + when(request, "now", "in its definition");
      case Request.Detach detach ->
          functions
              + " detached from guest "
              + detach.guest()
              + when(request, "now", "in its definition");
      case Request.New made ->
          "guest %s is defined for %s%s%s"
              .formatted(
                  made.guest().name(),
                  made.guest().toolstack(),
                  functions.isEmpty() ? "" : " with " + functions,
                  request.now() ? ", and it runs" : "");
      case Request.Ready ready ->
          "guest %s can be given devices while it runs, by its definition".formatted(ready.guest());
    };
  }

  private static String when(Request request, String now, String lasting) {
    if (request.now()) {
      return request.lasting() ? " " + now + " and " + lasting : " " + now;
    }
    return " " + lasting;
  }
}
