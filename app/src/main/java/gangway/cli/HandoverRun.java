package gangway.cli;

import gangway.Problem;
import gangway.handover.Act;
import gangway.handover.Finding;
import gangway.handover.Progress;
import gangway.handover.Rehearsal;
import gangway.handover.Request;
import gangway.handover.Request.Reach;
import gangway.handover.Step;
import gangway.host.Host;
import gangway.host.Observer;
import gangway.pci.Address;
import gangway.pci.Functions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What hide, unhide, attach and detach have in common on the command line. */
final class HandoverRun {
  private static final String BOOT = "--boot";
  private static final String CONFIG = "--config";

  private HandoverRun() {}

  /** The description of a command on functions of dom0. */
  static CommandSpec functionsSpec(String name, String description) {
    return spec(name, description)
        .addOption(Options.flag(BOOT, "Only from the next boot on."))
        .addPositional(Options.arguments(0, "ADDRESS", "The functions."));
  }

  /** The description of a command on a guest and its functions. */
  static CommandSpec guestSpec(String name, String description) {
    return spec(name, description)
        .addOption(Options.flag(CONFIG, "Only in the guest's definition."))
        .addPositional(Options.argument("0", "GUEST", "The guest's name."))
        .addPositional(Options.arguments(1, "ADDRESS", "The functions."));
  }

  private static CommandSpec spec(String name, String description) {
    return Options.command(name, description)
        .addOption(Options.flag("--now", "Only now."))
        .addOption(
            Options.flag("--dry-run", "Show what would be found and done, and change nothing."));
  }

  /** Runs a command on functions of dom0: both now and lasting, unless the options say which. */
  static ExitCode onFunctions(
      Session session,
      ParseResult arguments,
      BiFunction<List<Address>, Set<Reach>, Request> request) {
    Set<Reach> asked = reach(arguments, BOOT);
    return run(
        session,
        arguments,
        host ->
            request.apply(
                functions(host, arguments, 0),
                asked.isEmpty() ? EnumSet.allOf(Reach.class) : asked));
  }

  /** A request about a guest. */
  interface GuestRequest {
    Request of(String guest, List<Address> functions, Set<Reach> reach);
  }

  /** Runs a command on a guest: what can be done to it as it is, unless the options say which. */
  static ExitCode onGuest(Session session, ParseResult arguments, GuestRequest request) {
    String guest = arguments.matchedPositionalValue(0, "");
    Set<Reach> asked = reach(arguments, CONFIG);
    return run(
        session,
        arguments,
        host ->
            request.of(
                guest,
                functions(host, arguments, 1),
                asked.isEmpty() ? Reach.of(guest, host) : asked));
  }

  /** The functions a user named, each of which must be there. */
  private static List<Address> functions(Host host, ParseResult arguments, int position) {
    Functions all = host.inventory().functions();
    return Stream.of(arguments.matchedPositionalValue(position, new String[0]))
        .map(text -> all.meant(text).address())
        .toList();
  }

  /** What the options say; nothing if there are none. */
  private static Set<Reach> reach(ParseResult arguments, String lasting) {
    Set<Reach> reach = EnumSet.noneOf(Reach.class);
    if (arguments.hasMatchedOption("--now")) {
      reach.add(Reach.NOW);
    }
    if (arguments.hasMatchedOption(lasting)) {
      reach.add(Reach.LASTING);
    }
    return reach;
  }

  /** Rehearses a request and, unless only that was asked for, carries it out. */
  private static ExitCode run(
      Session session, ParseResult arguments, Function<Host, Request> request) {
    boolean dry = arguments.hasMatchedOption("--dry-run");
    Console console = session.console();
    Host host = new Observer(dry ? session.machine() : session.actingMachine()).host();
    Rehearsal rehearsal = Rehearsal.of(host, request.apply(host));
    rehearsal.findings().forEach(finding -> print(console, finding));
    if (rehearsal.blocked()) {
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
    remarks.forEach(remark -> print(console, remark));
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

  private static void print(Console console, Finding finding) {
    Style style =
        switch (finding.severity()) {
          case BLOCKS -> Style.RED;
          case WARNS -> Style.YELLOW;
          case NOTES -> Style.PLAIN;
        };
    String severity =
        switch (finding.severity()) {
          case BLOCKS -> "blocked";
          case WARNS -> "warning";
          case NOTES -> "note";
        };
    console.complain(style, severity + " " + finding.code() + ": " + finding.sentence());
    finding.evidence().forEach(line -> console.complain(Style.PLAIN, "  " + line));
    console.complain(Style.PLAIN, "  way out: " + finding.wayOut());
  }

  private static void print(Console console, Step step) {
    console.line(Style.BOLD, step.says());
    for (Act act : step.acts()) {
      console.line("  " + act);
    }
    console.line("  done when: " + step.after());
  }

  /** Tells of every step as it is done. */
  private record Printing(Console console) implements Progress {
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
