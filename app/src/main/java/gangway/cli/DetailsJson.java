package gangway.cli;

import gangway.Answer;
import gangway.host.Xen;
import gangway.json.JsonWriter;
import gangway.pci.Bar;
import gangway.pci.Capability;
import gangway.pci.Details;
import gangway.pci.PciFunction;
import java.util.Locale;

/** The JSON of {@code gangway show --json}, as docs/json.md describes it. */
final class DetailsJson {
  private DetailsJson() {}

  static void write(JsonWriter json, FunctionReport shown) {
    Details details = shown.details();
    PciFunction function = shown.host().function();
    Json.function(json, shown.host(), shown.transit(), shown.names());
    Json.guestView(json, shown.inside());
    shown
        .names()
        .subsystem(function.id(), function.subsystem())
        .ifPresent(name -> json.member("subsystemName", name));
    json.name("path");
    Json.strings(json, details.path());
    json.name("siblings");
    Json.strings(json, details.siblings());
    shown
        .xen()
        .map(Xen::iommu)
        .filter(answer -> answer != Answer.UNKNOWN)
        .ifPresent(answer -> json.member("xenIommu", answer == Answer.YES));
    details.iommuGroup().ifPresent(group -> json.member("iommuGroup", group));
    details.numaNode().ifPresent(node -> json.member("numaNode", node));
    json.name("resetMethods");
    Json.strings(json, details.resetMethods());
    json.member("functionLevelReset", details.functionLevelReset());
    details.interrupt().ifPresent(line -> json.member("irq", line));
    json.beginArray("msiIrqs");
    details.messages().forEach(json::value);
    json.endArray();
    json.beginArray("bars");
    details.bars().forEach(bar -> bar(json, bar));
    json.endArray();
    json.name("virtualFunctions");
    Json.strings(json, details.virtualFunctions());
    details
        .physicalFunction()
        .ifPresent(physical -> json.member("physicalFunction", physical.toString()));
    json.beginArray("capabilities");
    details.capabilities().forEach(capability -> capability(json, capability));
    json.endArray();
  }

  private static void bar(JsonWriter json, Bar bar) {
    json.beginObject();
    json.member("bar", bar.index() == Bar.ROM ? "rom" : Integer.toString(bar.index()));
    json.member("kind", bar.kind().name().toLowerCase(Locale.ROOT));
    json.member("start", "0x" + Long.toHexString(bar.start()));
    json.member("size", bar.size());
    json.member("prefetchable", bar.prefetchable());
    json.member("is64Bit", bar.wide());
    json.endObject();
  }

  private static void capability(JsonWriter json, Capability capability) {
    json.beginObject();
    switch (capability) {
      case Capability.PowerManagement(int version, boolean softReset) -> {
        json.member("name", "pm");
        json.member("version", version);
        json.member("softReset", softReset);
      }
      case Capability.Msi(int vectors, boolean enabled) ->
          interrupts(json, "msi", vectors, enabled);
      case Capability.MsiX(int vectors, boolean enabled) ->
          interrupts(json, "msi-x", vectors, enabled);
      case Capability.Express express -> {
        json.member("name", "express");
        json.member("port", express.port().words());
        json.member("flr", express.flr());
        json.member("linkCapability", express.able().toString());
        json.member("linkStatus", express.now().toString());
      }
      case Capability.AdvancedFeatures(boolean flr) -> {
        json.member("name", "af");
        json.member("flr", flr);
      }
      case Capability.SrIov(int total, int enabled) -> {
        json.member("name", "sr-iov");
        json.member("totalVfs", total);
        json.member("numVfs", enabled);
      }
      case Capability.AccessControl(boolean able, boolean on) -> {
        json.member("name", "acs");
        json.member("redirectSupported", able);
        json.member("redirectEnabled", on);
      }
      case Capability.SerialNumber number -> {
        json.member("name", "serial-number");
        json.member("value", number.text());
      }
      case Capability.Other(int id, boolean extended) -> {
        json.member("name", "other");
        json.member("id", "%04x".formatted(id));
        json.member("extended", extended);
      }
    }
    json.endObject();
  }

  private static void interrupts(JsonWriter json, String name, int vectors, boolean enabled) {
    json.member("name", name);
    json.member("vectors", vectors);
    json.member("enabled", enabled);
  }
}
