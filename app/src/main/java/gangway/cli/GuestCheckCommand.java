package gangway.cli;

import gangway.Answer;
import gangway.Problem;
import gangway.guest.GuestInside;
import gangway.guest.GuestInside.Given;
import gangway.guest.GuestKind;
import gangway.guest.GuestReport;
import gangway.guest.GuestReport.Link;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.view.GuestCheckView;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xen.guest.GuestViews;
import gangway.xen.guest.Guests;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guest-check}: checks from inside a guest whether its devices work. */
final class GuestCheckCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "guest-check",
                "Check from inside a running guest whether its devices work.",
                "Checks the module for hot-plug, and for each function whether the guest sees it,"
                    + " has a driver for it, and has a link.")
            .addOption(
                Options.value(
                    "--ssh",
                    "[USER@]HOST[:PORT]",
                    "Log in to the guest (default: read what its agent and kernel report in"
                        + " XenStore)."))
            .addOption(Options.json())
            .addPositional(Options.argument("0", "GUEST", "The guest's name."));
    return Options.examples(
        spec, "gangway guest-check pv1", "gangway guest-check pv1 --ssh root@pv1");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can read what guests report in XenStore");
    Machine machine = session.machine();
    Domains domains = new Observer(machine).domains();
    Domain guest = running(Guests.read(machine, domains), arguments.matchedPositionalValue(0, ""));
    Optional<GuestReport> report =
        Optional.ofNullable(arguments.matchedOptionValue("--ssh", (String) null))
            .map(host ->
                GuestReport.of(
                    machine, GuestPrepareCommand.running(host), GuestKind.of(guest.type())));
    GuestInside inside = GuestInside.of(guest, GuestViews.read(machine, domains), report);
    if (arguments.hasMatchedOption("--json")) {
      session.console().json(GuestCheckView.of(inside));
    } else {
      print(session.console(), inside);
    }
    if (!inside.known()) {
      session
          .console()
          .complain(
              Style.PLAIN,
              "the guest reports nothing: log in with --ssh, or install the agent"
                  + " (docs/guest-agent.md)");
      return ExitCode.NOTHING;
    }
    return inside.well() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Domain running(Guests guests, String name) {
    if (guests.named(name).isEmpty()) {
      throw Problem.usage("there is no guest '%s'".formatted(name), "see 'gangway guests'");
    }
    return guests.named(name).stream()
        .flatMap(guest -> guest.running().stream())
        .findFirst()
        .orElseThrow(() ->
            Problem.refused("guest '%s' does not run".formatted(name), "start the guest first"));
  }

  private static void print(Console console, GuestInside inside) {
    console.line(Style.BOLD, "guest " + inside.guest());
    Facts facts = new Facts(console);
    facts.print("hot-plug module", module(inside));
    facts.print("after reboot", word(inside.atBoot()));
    if (inside.given().isEmpty()) {
      facts.print("devices", "none assigned");
    }
    for (Given given : inside.given()) {
      facts.print(
          given.function().toString(),
          "%s, driver %s, link %s"
              .formatted(
                  switch (given.inGuest()) {
                    case FunctionInGuest.Unknown _ -> "seen -";
                    case FunctionInGuest.Unseen _ -> "not seen" + at(given);
                    case FunctionInGuest.Undriven _, FunctionInGuest.Driven _ -> "seen" + at(given);
                  },
                  switch (given.inGuest()) {
                    case FunctionInGuest.Driven(String driver) -> driver;
                    case FunctionInGuest.Undriven _ -> "none";
                    case FunctionInGuest.Unknown _, FunctionInGuest.Unseen _ -> "-";
                  },
                  links(given)));
    }
  }

  private static String module(GuestInside inside) {
    return inside
        .report()
        .map(report -> report.module() + ", " + GuestReport.word(report.presence()))
        .orElse(inside.module() == Answer.YES ? "yes, connected in XenStore" : "-");
  }

  private static String at(Given given) {
    return given.vdev().map(vdev -> " at " + vdev).orElse("");
  }

  private static String links(Given given) {
    return given.links().isEmpty()
        ? "-"
        : given.links().stream()
            .map(link -> carrier(link) + " (" + link.name() + ")")
            .collect(Collectors.joining(", "));
  }

  private static String carrier(Link link) {
    return link.carrier().name().toLowerCase(Locale.ROOT);
  }

  private static String word(Answer answer) {
    return answer == Answer.UNKNOWN ? "-" : answer.name().toLowerCase(Locale.ROOT);
  }
}
