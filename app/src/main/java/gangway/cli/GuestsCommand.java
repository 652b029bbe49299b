package gangway.cli;

import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.view.GuestView;
import gangway.view.GuestsView;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.PciSpec;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Drift;
import gangway.xen.guest.Guest;
import gangway.xen.guest.GuestViews;
import gangway.xen.guest.Guests;
import gangway.xen.guest.HotPlug;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guests}: lists the guests of all toolstacks, with their functions. */
final class GuestsCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("guests", "List running and defined guests, and their PCI functions.")
            .addOption(Options.json());
    return Options.examples(spec, "gangway guests", "gangway guests --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Inventory inventory = new Observer(machine).inventory();
    Guests guests = Guests.read(machine, inventory.domains());
    GuestViews views = GuestViews.read(machine, inventory.domains());
    if (arguments.hasMatchedOption("--json")) {
      session.console().json(GuestsView.of(machine, guests, views));
    } else if (!guests.all().isEmpty()) {
      table(guests, views).print(session.console());
    }
    guests.complaints().forEach(line -> session.console().complain(Style.PLAIN, line));
    if (guests.all().isEmpty()) {
      session
          .console()
          .complain(Style.PLAIN, "no guests on this host, neither running nor defined");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  /** The last two cells of a row. */
  private record Line(String function, String inside) {
    /** A line that no report from inside the guest concerns. */
    static Line of(String function) {
      return new Line(function, "-");
    }
  }

  private static Table table(Guests guests, GuestViews views) {
    Table table =
        new Table("GUEST", "ID", "TYPE", "TOOLSTACK", "STATE", "FUNCTIONS", "GUEST DRIVER");
    for (Guest guest : guests.all()) {
      List<Line> lines = lines(guest, views);
      for (int i = 0; i < lines.size(); i++) {
        table.row(
            i == 0 ? guest.name() : "",
            i == 0 ? guest.running().map(d -> Integer.toString(d.domid())).orElse("-") : "",
            i == 0 ? guest.running().map(running -> running.type().toString()).orElse("-") : "",
            i == 0 ? guest.toolstack().toString() : "",
            i == 0 ? stateAndStart(guest) : "",
            lines.get(i).function(),
            lines.get(i).inside());
      }
    }
    return table;
  }

  private static String stateAndStart(Guest guest) {
    boolean auto = guest.definitions().stream().anyMatch(d -> d.autoStart().isPresent());
    return GuestView.State.of(guest) + (auto ? ", starts with the host" : "");
  }

  /** What the guest has now, what changes at its next start, and what xl refuses. */
  private static List<Line> lines(Guest guest, GuestViews views) {
    List<Line> lines = new ArrayList<>();
    Optional<PciBackend> pci = guest.running().flatMap(Domain::pci);
    List<Drift> drifts = Drift.of(guest);
    guest
        .running()
        .ifPresent(domain ->
            domain.pci().stream()
                .flatMap(record -> record.entries().stream())
                .forEach(entry ->
                    lines.add(
                        new Line(
                            line(domain, entry)
                                + about(drifts, entry.function())
                                    .map(drift -> ", " + drift.says())
                                    .orElse(""),
                            views.of(entry.function()).toString()))));
    drifts.stream()
        .filter(drift -> !drift.has())
        .forEach(drift -> lines.add(Line.of(drift.function() + " " + drift.says())));
    defined(guest)
        .filter(spec -> isToCome(guest, pci, spec))
        .forEach(spec -> lines.add(Line.of(spec + " from its next start")));
    HotPlug.of(guest).flatMap(HotPlug::drift).ifPresent(says -> lines.add(Line.of(says)));
    for (DefinitionFile definition : guest.definitions()) {
      definition
          .content()
          .refusedEntry()
          .ifPresent(entry ->
              lines.add(Line.of("xl refuses '%s' in %s".formatted(entry, definition.file()))));
      definition
          .content()
          .refusal()
          .ifPresent(why ->
              lines.add(
                  Line.of(
                      "cannot start: %s; %s: %s"
                          .formatted(why.reason(), definition.file(), why.setting()))));
    }
    return lines.isEmpty() ? List.of(Line.of("-")) : lines;
  }

  private static Optional<Drift> about(List<Drift> drifts, PciAddress function) {
    return drifts.stream().filter(drift -> drift.function().equals(function)).findFirst();
  }

  /** For a running guest with one definition, the drift covers each function. */
  private static boolean isToCome(Guest guest, Optional<PciBackend> pci, PciSpec spec) {
    return guest.running().isEmpty()
        || (guest.definition().isEmpty()
            && spec.function().flatMap(f -> pci.flatMap(record -> record.entry(f))).isEmpty());
  }

  private static String line(Domain domain, PciBackend.Entry entry) {
    PciBackend record = domain.pci().orElseThrow();
    String seen = entry.vdev().map(vdev -> " at " + vdev).orElse("");
    return entry.function()
        + seen
        + switch (domain.protocol().assignment(record, entry)) {
          case ARRIVED -> "";
          case AWAITED -> " (not used yet: the guest is starting)";
          case RELEASED, UNSETTLED ->
              " (not attached: entry %s, backend %s, frontend %s)"
                  .formatted(entry.state(), record.backend(), record.frontend());
        };
  }

  private static Stream<PciSpec> defined(Guest guest) {
    return guest.definitions().stream()
        .flatMap(definition -> definition.content().pci().stream())
        .distinct();
  }
}
