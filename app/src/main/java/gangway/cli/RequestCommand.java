package gangway.cli;

import gangway.check.Finding;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.operation.RequestOperation;
import gangway.operation.RequestOperation.Checked;
import gangway.operation.RequestOperation.Planned;
import gangway.operation.RequestOperation.Result;
import gangway.operation.Submission;
import gangway.pci.PciAddress;
import gangway.request.AskedRequest;
import gangway.request.Request;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Checks, plans, performs and verifies a request: {@code gangway hide}, {@code unhide}, {@code
 * attach}, {@code detach}, {@code assign}, {@code unassign}, {@code new} and {@code
 * enable-hotplug}.
 */
record RequestCommand(RequestArguments asking) implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = asking.spec().addOption(Options.dryRun());
    return Options.reports(spec.addOption(Options.digest()));
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
    session.warnOfConfiguration(report::note);
    report.checked(checked);
    Planned planned = checked.planned();
    DigestOption.tell(DigestView.of(planned), arguments, report);
    if (checked.refused()) {
      return report.refused();
    }
    if (planned.alreadySo()) {
      return alreadySo(checked.asked(), report);
    }
    report.wouldDo(machine, planned.plan());
    asking.text(checked).ifPresent(text -> report.note(Style.PLAIN, text));
    return ExitCode.DONE;
  }

  private ExitCode performed(WritableMachine machine, ParseResult arguments, Session session) {
    Report report = session.report();
    Result result =
        new RequestOperation(asking.source(arguments, session::configuration))
            .perform(
                Submission.of(
                    machine, RequestedWords.of(arguments.originalArgs()), session.interruption()));
    return switch (result) {
      case Result.Refused _ -> report.refused();
      case Result.AlreadySo(AskedRequest asked) -> alreadySo(asked, report);
      case Result.Done(AskedRequest asked, List<Finding> remarks) -> {
        report.result(ReportOutcome.DONE, summary(asked));
        remarks.forEach(report::remark);
        yield ExitCode.DONE;
      }
    };
  }

  private static ExitCode alreadySo(AskedRequest asked, Report report) {
    report.result(ReportOutcome.ALREADY_SO, summary(asked));
    return ExitCode.DONE;
  }

  /** The state that the request asks for. */
  private static String summary(AskedRequest asked) {
    Request request = asked.request();
    String functions =
        request.functions().stream().map(PciAddress::toString).collect(Collectors.joining(", "));
    return switch (request) {
      case Request.Hide _ -> functions + " hidden" + when(request, "now", "after reboot");
      case Request.Unhide _ -> functions + " not hidden" + when(request, "now", "after reboot");
      case Request.Attach attach ->
          functions
              + (asked.withDom0() ? " assigned to guest " : " attached to guest ")
              + attach.guest()
              + when(request, "now", "in its definition");
      case Request.Detach detach ->
          functions
              + (asked.withDom0() ? " unassigned from guest " : " detached from guest ")
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
