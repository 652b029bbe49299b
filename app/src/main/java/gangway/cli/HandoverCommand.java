package gangway.cli;

import gangway.check.Finding;
import gangway.check.Request;
import gangway.handover.Rehearsal;
import gangway.journal.Author;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.pci.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Checks, plans, performs and verifies a request: {@code gangway hide}, {@code unhide}, {@code
 * attach}, {@code detach}, {@code new} and {@code enable-hotplug}.
 */
record HandoverCommand(Asking asking) implements Command {

  @Override
  public CommandSpec spec() {
    return asking.spec().addOption(Options.dryRun());
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    boolean dry = arguments.hasMatchedOption("--dry-run");
    if (dry) {
      return rehearsed(session.machine(), arguments, session.console());
    }
    ActingMachine machine = session.actingMachine();
    return machine.root()
        ? carriedOut(machine, arguments, session.console())
        : rehearsed(machine, arguments, session.console());
  }

  private ExitCode rehearsed(Machine machine, ParseResult arguments, Console console) {
    Asking.Asked asked = asking.asked(machine, arguments);
    new Findings(console::complain).print(asked.verdict());
    Rehearsal rehearsal = Rehearsal.of(asked.host(), asked.verdict());
    Optional<ExitCode> end = ended(rehearsal, console);
    if (end.isEmpty()) {
      Printing.print(rehearsal.plan(), console);
      asking.text(asked).ifPresent(text -> text.lines().forEach(console::line));
    }
    return end.orElse(ExitCode.DONE);
  }

  /** Claims before it observes, so that it sees the changes of earlier operations. */
  private ExitCode carriedOut(ActingMachine machine, ParseResult arguments, Console console) {
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            arguments.originalArgs(),
            asking.claims(machine, arguments));
    Findings findings = new Findings(console::complain);
    Rehearsal rehearsal =
        run.found(() -> {
          Asking.Asked asked = asking.asked(machine, arguments);
          findings.print(asked.verdict());
          return Rehearsal.of(asked.host(), asked.verdict());
        });
    Optional<ExitCode> end = ended(rehearsal, console);
    if (end.isPresent()) {
      run.drop();
      return end.get();
    }
    List<Finding> remarks =
        rehearsal.perform(machine, run, Interruption.onSignals(new Printing(console), console));
    console.line(Style.GREEN, "done: " + summary(rehearsal.request()));
    remarks.forEach(findings::print);
    return ExitCode.DONE;
  }

  /** The result if there is nothing to perform: the request is refused, or already fulfilled. */
  private static Optional<ExitCode> ended(Rehearsal rehearsal, Console console) {
    if (rehearsal.verdict().refused()) {
      console.complain(Style.RED, "refused: nothing was changed");
      return Optional.of(ExitCode.REFUSED);
    }
    if (rehearsal.alreadySo()) {
      console.line(Style.GREEN, "already so: " + summary(rehearsal.request()));
      return Optional.of(ExitCode.DONE);
    }
    return Optional.empty();
  }

  /** The state that the request asks for. */
  private static String summary(Request request) {
    String functions =
        request.functions().stream().map(Address::toString).collect(Collectors.joining(", "));
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
