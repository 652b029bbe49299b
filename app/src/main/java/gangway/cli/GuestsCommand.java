package gangway.cli;

import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Definition;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
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
    if (arguments.hasMatchedOption("--json")) {
      Json.print(
          session.console(),
          json -> {
            json.writeStartArray();
            guests.all().forEach(guest -> write(json, guest));
            json.writeEndArray();
          });
    } else if (!guests.all().isEmpty()) {
      table(guests).print(session.console());
    }
    if (guests.all().isEmpty()) {
      session.console().complain(Style.PLAIN, "no guests here, neither running nor defined");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  private static Table table(Guests guests) {
    Table table = new Table("GUEST", "ID", "TYPE", "TOOLSTACK", "STATE", "FUNCTIONS");
    for (Guest guest : guests.all()) {
      List<String> functions = functions(guest);
      for (int i = 0; i < Math.max(1, functions.size()); i++) {
        table.row(
            i == 0 ? guest.name() : "",
            i == 0 ? guest.running().map(d -> Integer.toString(d.domid())).orElse("-") : "",
            i == 0 ? guest.running().map(Domain::type).orElse("-") : "",
            i == 0 ? guest.toolstack().toString() : "",
            i == 0 ? state(guest) : "",
            functions.isEmpty() ? "-" : functions.get(i));
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
  private static List<String> functions(Guest guest) {
    List<String> lines = new ArrayList<>();
    Optional<PciBackend> pci = guest.running().flatMap(Domain::pci);
    pci.ifPresent(record -> record.entries().forEach(entry -> lines.add(line(record, entry))));
    defined(guest)
        .filter(function -> pci.flatMap(record -> record.entry(function)).isEmpty())
        .forEach(function -> lines.add(function + " from its next start"));
    return lines;
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

  private static void write(JsonGenerator json, Guest guest) {
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
        .ifPresent(record -> record.entries().forEach(entry -> write(json, record, entry)));
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

  private static void write(JsonGenerator json, PciBackend record, PciBackend.Entry entry) {
    json.writeStartObject();
    json.writeStringProperty("address", entry.function().toString());
    entry.vdev().ifPresent(vdev -> json.writeStringProperty("vdev", vdev.toString()));
    json.writeBooleanProperty("settled", record.arrived(entry));
    json.writeStringProperty("entryState", entry.state().toString());
    json.writeStringProperty("backendState", record.backend().toString());
    json.writeStringProperty("frontendState", record.frontend().toString());
    json.writeEndObject();
  }
}
