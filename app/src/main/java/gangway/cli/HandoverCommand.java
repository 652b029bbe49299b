package gangway.cli;

import gangway.Problem;
import gangway.check.Finding;
import gangway.check.Request;
import gangway.handover.Act;
import gangway.handover.Progress;
import gangway.handover.Rehearsal;
import gangway.handover.Step;
import gangway.pci.Address;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway hide}, {@code unhide}, {@code attach} and {@code detach}. */
record HandoverCommand(Handover handover) implements Command {

  @Override
  public CommandSpec spec() {
    return handover
        .spec()
        .addOption(
            Options.flag("--dry-run", "Show what would be found and done, and change nothing."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    boolean dry = arguments.hasMatchedOption("--dry-run");
    Console console = session.console();
    Handover.Asked asked =
        handover.asked(dry ? session.machine() : session.actingMachine(), arguments);
    Findings findings = new Findings(console::complain);
    findings.print(asked.verdict());
    Rehearsal rehearsal = Rehearsal.of(asked.host(), asked.verdict());
    if (rehearsal.verdict().refused()) {
      console.complain(Style.RED, "refused: nothing was changed");
      return ExitCode.REFUSED;
    }
    if (rehearsal.alreadySo()) {
      console.line(Style.GREEN, "already so: " + summary(rehearsal.request()));
      return ExitCode.DONE;
    }
    if (dry) {
      rehearsal.plan().steps().forEach(step -> print(console, step));
      return ExitCode.DONE;
    }
    List<Finding> remarks = rehearsal.perform(session.actingMachine(), new Printing(console));
    console.line(Style.GREEN, "done: " + summary(rehearsal.request()));
    remarks.forEach(findings::print);
    return ExitCode.DONE;
  }

  /** What is so when the request is done. */
  private static String summary(Request request) {
    String functions =
        request.functions().stream().map(Address::toString).collect(Collectors.joining(", "));
    return functions
        + " "
        + switch (request) {
          case Request.Hide _ -> "hidden" + when(request, "now", "after reboot");
          case Request.Unhide _ -> "not hidden" + when(request, "now", "after reboot");
          case Request.Attach attach ->
              "with guest " + attach.guest() + when(request, "now", "by definition");
          case Request.Detach detach ->
              "not with guest " + detach.guest() + when(request, "now", "by definition");
        };
  }

  private static String when(Request request, String now, String lasting) {
    if (request.now()) {
      return request.lasting() ? " " + now + " and " + lasting : " " + now;
    }
    return " " + lasting;
  }

  private static void print(Console console, Step step) {
    console.line(Style.BOLD, step.says());
    for (Act act : step.acts()) {
      console.line("  " + act);
    }
    console.line("  done when: " + step.after());
  }

  /** Tells of every step as it is done. */
  record Printing(Console console) implements Progress {
    @Override
    public void begins(Step step) {
      console.line("  " + step.says());
      console.flush();
    }

    @Override
    public void done(Step step) {
      // told when it began; "done" is said of the whole, when it is seen
    }

    @Override
    public void failed(Step step, Problem why) {
      console.complain(Style.RED, "  failed: " + step.says());
    }

    @Override
    public void undone(Step step) {
      console.complain(Style.YELLOW, "  undone: " + step.says());
    }

    @Override
    public void left(Step step, Problem why) {
      console.complain(Style.RED, "  left: " + step.says());
    }
  }
}
