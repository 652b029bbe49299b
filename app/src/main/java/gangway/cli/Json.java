package gangway.cli;

import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.PciIds;
import gangway.toolstack.GuestAgent.Sight;
import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The values commands print with {@code --json}, as docs/json.md describes them. */
final class Json {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Json() {}

  /** Prints one JSON value and a line end. */
  static void print(Console console, Consumer<JsonGenerator> value) {
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), console.raw(), JsonEncoding.UTF8)) {
      value.accept(json);
    }
    console.line("");
  }

  /** The properties of a function, within an object that is begun. */
  static void function(JsonGenerator json, HostFunction host, PciIds names) {
    Function function = host.function();
    json.writeStringProperty("address", function.address().toString());
    json.writeStringProperty("id", function.id().toString());
    json.writeStringProperty("subsystem", function.subsystem().toString());
    json.writeStringProperty("class", function.type().toString());
    json.writeStringProperty("kind", function.type().word());
    names.vendor(function.id()).ifPresent(name -> json.writeStringProperty("vendorName", name));
    names.device(function.id()).ifPresent(name -> json.writeStringProperty("deviceName", name));
    names.type(function.type()).ifPresent(name -> json.writeStringProperty("className", name));
    function.driver().ifPresent(driver -> json.writeStringProperty("driver", driver));
    json.writeName("owner");
    owner(json, host.owner());
    host.transit()
        .ifPresent(transit -> {
          json.writeName("transit");
          json.writeStartObject();
          json.writeStringProperty("run", transit.run().id());
          json.writeStringProperty("command", transit.run().command());
          json.writeNumberProperty("pid", transit.run().author().pid());
          json.writeBooleanProperty("alive", transit.alive());
          json.writeEndObject();
        });
    json.writeName("hidden");
    json.writeStartObject();
    json.writeBooleanProperty("now", host.hiddenNow());
    json.writeBooleanProperty("afterReboot", host.hiddenAfterReboot());
    host.boot().ifPresent(set -> json.writeStringProperty("setIn", set.place()));
    json.writeEndObject();
  }

  private static void owner(JsonGenerator json, Owner owner) {
    json.writeStartObject();
    switch (owner) {
      case Owner.Nobody _ -> json.writeStringProperty("kind", "none");
      case Owner.Pciback _ -> json.writeStringProperty("kind", "pciback");
      case Owner.Dom0(String driver) -> {
        json.writeStringProperty("kind", "dom0");
        json.writeStringProperty("driver", driver);
      }
      case Owner.Guest(int domid, String name, Address vdev) -> {
        json.writeStringProperty("kind", "guest");
        json.writeStringProperty("guest", name);
        json.writeNumberProperty("domid", domid);
        json.writeStringProperty("vdev", vdev.toString());
      }
      case Owner.Arriving(int domid, String name) -> {
        json.writeStringProperty("kind", "arriving");
        json.writeStringProperty("guest", name);
        json.writeNumberProperty("domid", domid);
      }
      case Owner.Inconsistent(var sides) -> {
        json.writeStringProperty("kind", "inconsistent");
        json.writeName("sides");
        strings(json, sides);
      }
    }
    json.writeEndObject();
  }

  /** The property that tells what a guest sees of a function; none where nobody knows. */
  static void inside(JsonGenerator json, Sight sight) {
    switch (sight) {
      case Sight.Unknown _ -> {
        // left out
      }
      case Sight.Unseen _ -> inside(json, "not-seen");
      case Sight.Undriven _ -> inside(json, "no-driver");
      case Sight.Driven(String driver) -> {
        json.writeObjectPropertyStart("inside");
        json.writeStringProperty("kind", "driver");
        json.writeStringProperty("driver", driver);
        json.writeEndObject();
      }
    }
  }

  private static void inside(JsonGenerator json, String kind) {
    json.writeObjectPropertyStart("inside");
    json.writeStringProperty("kind", kind);
    json.writeEndObject();
  }

  /** An array of the values' texts. */
  static void strings(JsonGenerator json, Collection<?> values) {
    json.writeStartArray();
    values.forEach(value -> json.writeString(value.toString()));
    json.writeEndArray();
  }
}
