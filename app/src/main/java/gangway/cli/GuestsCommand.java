package gangway.cli;

import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Definition;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
import gangway.toolstack.GuestSights;
import gangway.toolstack.Guests;
import gangway.toolstack.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/** {@code gangway guests}: every guest of every toolstack, with its functions. */
final class GuestsCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "guests",
            "Lists the guests of this host, running or defined, and the functions they have.")
        .addOption(Options.flag("--json", "Print JSON."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Inventory inventory = new Observer(machine).inventory();
    Guests guests = Guests.read(machine, inventory.domains());
    GuestSights sights = GuestSights.read(machine, inventory.domains());
    if (arguments.hasMatchedOption("--json")) {
      Json.print(
          session.console(),
          json -> {
            json.writeStartArray();
            guests.all().forEach(guest -> write(json, guest, sights));
            json.writeEndArray();
          });
    } else if (!guests.all().isEmpty()) {
      table(guests, sights).print(session.console());
    }
    if (guests.all().isEmpty()) {
      session.console().complain(Style.PLAIN, "no guests here, neither running nor defined");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  /** A line of the table. */
  private record Line(String function, String inside) {}

  private static Table table(Guests guests, GuestSights sights) {
    Table table =
        new Table("GUEST", "ID", "TYPE", "TOOLSTACK", "STATE", "FUNCTIONS", "DRIVER INSIDE");
    for (Guest guest : guests.all()) {
      List<Line> lines = lines(guest, sights);
      for (int i = 0; i < lines.size(); i++) {
        table.row(
            i == 0 ? guest.name() : "",
            i == 0 ? guest.running().map(d -> Integer.toString(d.domid())).orElse("-") : "",
            i == 0 ? guest.running().map(Domain::type).orElse("-") : "",
            i == 0 ? guest.toolstack().toString() : "",
            i == 0 ? state(guest) : "",
            lines.get(i).function(),
            lines.get(i).inside());
      }
    }
    return table;
  }

  private static String state(Guest guest) {
    if (guest.running().isEmpty()) {
      return "off";
    }
    return guest.paused() ? "paused" : "running";
  }

  /** What the guest has now, then what it will only have after its next start. */
  private static List<Line> lines(Guest guest, GuestSights sights) {
    List<Line> lines = new ArrayList<>();
    Optional<PciBackend> pci = guest.running().flatMap(Domain::pci);
    pci.ifPresent(record ->
        record
            .entries()
            .forEach(entry ->
                lines.add(new Line(line(record, entry), sights.of(entry.function()).toString()))));
    defined(guest)
        .filter(function -> pci.flatMap(record -> record.entry(function)).isEmpty())
        .forEach(function -> lines.add(new Line(function + " from its next start", "-")));
    return lines.isEmpty() ? List.of(new Line("-", "-")) : lines;
  }

  private static String line(PciBackend record, PciBackend.Entry entry) {
    String seen = entry.vdev().map(vdev -> " at " + vdev).orElse("");
    return record.arrived(entry)
        ? entry.function() + seen
        : entry.function()
            + seen
            + " (not settled: entry %s, backend %s, frontend %s)"
                .formatted(entry.state(), record.backend(), record.frontend());
  }

  private static Stream<Address> defined(Guest guest) {
    return guest.definitions().stream()
        .flatMap(definition -> definition.functions().stream())
        .distinct();
  }

  private static void write(JsonGenerator json, Guest guest, GuestSights sights) {
    json.writeStartObject();
    json.writeStringProperty("name", guest.name());
    json.writeStringProperty("toolstack", guest.toolstack().toString());
    json.writeStringProperty("state", state(guest));
    guest
        .running()
        .ifPresent(domain -> {
          json.writeNumberProperty("domid", domain.domid());
          json.writeStringProperty("type", domain.type());
          json.writeStringProperty("uuid", domain.uuid());
        });
    json.writeName("functions");
    json.writeStartArray();
    guest
        .running()
        .flatMap(Domain::pci)
        .ifPresent(record -> record.entries().forEach(entry -> write(json, record, entry, sights)));
    json.writeEndArray();
    json.writeName("definitions");
    json.writeStartArray();
    for (Definition definition : guest.definitions()) {
      json.writeStartObject();
      json.writeStringProperty("file", definition.file().toString());
      json.writeName("functions");
      Json.strings(json, definition.functions());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json, PciBackend record, PciBackend.Entry entry, GuestSights sights) {
    json.writeStartObject();
    json.writeStringProperty("address", entry.function().toString());
    entry.vdev().ifPresent(vdev -> json.writeStringProperty("vdev", vdev.toString()));
    json.writeBooleanProperty("settled", record.arrived(entry));
    json.writeStringProperty("entryState", entry.state().toString());
    json.writeStringProperty("backendState", record.backend().toString());
    json.writeStringProperty("frontendState", record.frontend().toString());
    Json.inside(json, sights.of(entry.function()));
    json.writeEndObject();
  }
}
