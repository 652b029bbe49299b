package gangway.cli;

import static java.util.stream.Collectors.joining;

import gangway.Problem;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.view.HotplugCheckView;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.guest.HotPlug;
import gangway.xen.guest.HotPlugSupport;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gangway enable-hotplug}: makes a guest's definition allow hot-plug; {@code --check} only
 * tells whether the guest can be given devices while it runs.
 */
final class EnableHotplugCommand implements Command {
  private final RequestCommand change = new RequestCommand(new EnableHotplugArguments());

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        change
            .spec()
            .addOption(
                Options.flag(
                    "--check",
                    "Only report whether the guest supports hot-plug, and change nothing. Exit code"
                        + " 3 if it does not."));
    return Options.examples(
        spec, "gangway enable-hotplug --check pv1", "gangway enable-hotplug pv1");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    if (!arguments.hasMatchedOption("--check")) {
      return change.run(arguments, session);
    }
    session.mustBeRoot("only root can see which guests run and how they were created");
    Guest guest = guest(session.machine(), arguments.matchedPositionalValue(0, ""));
    if (guest.running().isPresent()) {
      checkRunning(guest, guest.running().get(), session.text());
    } else {
      checkDefined(guest, session.text());
    }
    session.report().members(HotplugCheckView.of(guest));
    return ExitCode.DONE;
  }

  private static Guest guest(Machine machine, String name) {
    Guests guests = Guests.read(machine, new Observer(machine).domains());
    List<Guest> named = guests.named(name);
    if (named.isEmpty()) {
      throw Problem.usage("there is no guest '%s'".formatted(name), "see 'gangway guests'");
    }
    if (named.size() > 1) {
      throw Problem.refused(
          "xl and libvirt each have a guest '%s'".formatted(name), "rename one of them");
    }
    return named.getFirst();
  }

  /** How a running guest was created decides; its definition counts from its next start. */
  private static void checkRunning(Guest guest, Domain domain, Console console) {
    if (!domain.supported()) {
      throw notPv(guest);
    }
    String record = Creation.file(domain).toString();
    if (guest.creation().isEmpty()) {
      throw unknown(
          guest,
          "start the guest again, then check again",
          "libxl's record of the guest cannot be read: " + record);
    }
    switch (HotPlug.now(guest, domain.protocol())) {
      case NO ->
          throw cannot(
              guest,
              HotPlug.of(guest).filter(HotPlug::nextStart).isPresent()
                  ? "shut the guest down and start it again; its definition allows hot-plug"
                  : "'gangway enable-hotplug %s', then shut the guest down and start it again"
                      .formatted(guest.name()),
              record
                  + (guest.hotPlug() == HotPlugSupport.YES
                      ? ": e820_host is not set"
                      : ": no PCI function, no passthrough, no e820_host"));
      case UNKNOWN ->
          throw unknown(
              guest,
              "'gangway enable-hotplug %s', then shut the guest down and start it again"
                  .formatted(guest.name()),
              record + ": e820_host, but no passthrough and no PCI function");
      case YES -> {
        // told below
      }
    }
    console.line(
        Style.GREEN, "guest %s can be given devices while it runs".formatted(guest.name()));
    HotPlug.of(guest)
        .filter(hotPlug -> !hotPlug.nextStart())
        .ifPresent(_ ->
            console.line(
                Style.YELLOW,
                "  but not after its next start: run 'gangway enable-hotplug %s'"
                    .formatted(guest.name())));
  }

  private static void checkDefined(Guest guest, Console console) {
    DefinitionFile file =
        guest
            .definition()
            .orElseThrow(() ->
                Problem.refused(
                    "guest '%s' has more than one definition".formatted(guest.name()),
                    "keep one of the files",
                    guest.files().toArray(String[]::new)));
    if (!file.content().supported()) {
      throw notPv(guest);
    }
    if (!file.content().lacks().isEmpty()) {
      throw cannot(
          guest,
          "gangway enable-hotplug " + guest.name(),
          "%s lacks %s"
              .formatted(
                  file.file(),
                  file.content().lacks().stream().map(Object::toString).collect(joining(", "))));
    }
    console.line(
        Style.GREEN,
        "guest %s can be given devices while it runs, once it is started".formatted(guest.name()));
  }

  private static Problem unknown(Guest guest, String fix, String evidence) {
    return Problem.refused(
        "not verifiable whether guest '%s' can be given devices while it runs"
            .formatted(guest.name()),
        fix,
        evidence);
  }

  private static Problem notPv(Guest guest) {
    return cannot(
        guest,
        "use the toolstack's own commands: Gangway assigns functions to PV guests only",
        "guest %s is not a PV guest".formatted(guest.name()));
  }

  private static Problem cannot(Guest guest, String fix, String evidence) {
    return Problem.refused(
        "guest '%s' cannot be given devices while it runs".formatted(guest.name()), fix, evidence);
  }
}
