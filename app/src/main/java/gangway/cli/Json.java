package gangway.cli;

import gangway.host.HostFunction;
import gangway.host.OperationInProgress;
import gangway.host.Owner;
import gangway.json.JsonFormat;
import gangway.json.JsonText;
import gangway.json.JsonWriter;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.xen.guest.GuestAgent.Sight;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** The values that commands print with {@code --json}, as docs/json.md describes them. */
final class Json {
  private Json() {}

  /**
   * Prints one JSON object and a line end. Its first member is the format's number.
   *
   * @param members writes the other members
   */
  static void print(Console console, Consumer<JsonWriter> members) {
    console
        .raw()
        .println(
            JsonText.of(json -> {
              json.beginObject();
              json.member(JsonFormat.MEMBER, JsonFormat.NUMBER);
              members.accept(json);
              json.endObject();
            }));
  }

  /** The members of a function; the object must be open. */
  static void function(
      JsonWriter json, HostFunction host, Optional<OperationInProgress> operation, PciIds names) {
    PciFunction function = host.function();
    json.member("address", function.address().toString());
    json.member("id", function.id().toString());
    json.member("subsystem", function.subsystem().toString());
    json.member("class", function.type().toString());
    json.member("kind", function.type().word());
    names.vendor(function.id()).ifPresent(name -> json.member("vendorName", name));
    names.device(function.id()).ifPresent(name -> json.member("deviceName", name));
    names.type(function.type()).ifPresent(name -> json.member("className", name));
    function.driver().ifPresent(driver -> json.member("driver", driver));
    json.name("owner");
    owner(json, host.owner());
    operation.ifPresent(transit -> {
      json.beginObject("operation");
      json.member("id", transit.run().id());
      json.member("command", transit.run().command());
      json.member("pid", transit.run().author().pid());
      json.member("interrupted", !transit.alive());
      json.endObject();
    });
    json.beginObject("hidden");
    json.member("now", host.hiddenNow());
    json.member("afterReboot", host.hiddenAfterReboot());
    host.boot().ifPresent(set -> json.member("setIn", set.place()));
    json.endObject();
  }

  private static void owner(JsonWriter json, Owner owner) {
    json.beginObject();
    switch (owner) {
      case Owner.Nobody _ -> json.member("kind", "none");
      case Owner.Pciback _ -> json.member("kind", "pciback");
      case Owner.Dom0(String driver) -> {
        json.member("kind", "dom0");
        json.member("driver", driver);
      }
      case Owner.Guest(int domid, String name, PciAddress vdev) -> {
        json.member("kind", "guest");
        json.member("guest", name);
        json.member("domid", domid);
        json.member("vdev", vdev.toString());
      }
      case Owner.Arriving(int domid, String name) -> {
        json.member("kind", "arriving");
        json.member("guest", name);
        json.member("domid", domid);
      }
      case Owner.Inconsistent(var sides) -> {
        json.member("kind", "inconsistent");
        json.name("evidence");
        strings(json, sides);
      }
    }
    json.endObject();
  }

  /** The member that says what a guest sees of a function; no member if unknown. */
  static void guestView(JsonWriter json, Sight sight) {
    switch (sight) {
      case Sight.Unknown _ -> {
        // left out
      }
      case Sight.Unseen _ -> guestView(json, "not-seen");
      case Sight.Undriven _ -> guestView(json, "no-driver");
      case Sight.Driven(String driver) -> {
        json.beginObject("guestView");
        json.member("kind", "driver");
        json.member("driver", driver);
        json.endObject();
      }
    }
  }

  private static void guestView(JsonWriter json, String kind) {
    json.beginObject("guestView");
    json.member("kind", kind);
    json.endObject();
  }

  /** An array of the values as texts. */
  static void strings(JsonWriter json, Collection<?> values) {
    json.beginArray();
    values.forEach(value -> json.value(value.toString()));
    json.endArray();
  }
}
