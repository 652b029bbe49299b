package gangway.cli;

import gangway.host.HostFunction;
import gangway.host.Xen;
import gangway.pci.Bar;
import gangway.pci.Capability;
import gangway.pci.Details;
import gangway.pci.PciIds;
import gangway.toolstack.GuestAgent.Sight;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What {@code gangway show --json} prints, as docs/json.md describes it. */
final class DetailsJson {
  private DetailsJson() {}

  static void write(
      JsonGenerator json,
      HostFunction host,
      Details details,
      PciIds names,
      Optional<Xen> xen,
      Sight inside) {
    json.writeStartObject();
    Json.function(json, host, names);
    Json.inside(json, inside);
    names
        .subsystem(host.function().id(), host.function().subsystem())
        .ifPresent(name -> json.writeStringProperty("subsystemName", name));
    json.writeName("path");
    Json.strings(json, details.path());
    json.writeName("siblings");
    Json.strings(json, details.siblings());
    xen.flatMap(Xen::iommu).ifPresent(on -> json.writeBooleanProperty("xenIommu", on));
    details.iommuGroup().ifPresent(group -> json.writeNumberProperty("iommuGroup", group));
    details.numaNode().ifPresent(node -> json.writeNumberProperty("numaNode", node));
    json.writeName("resetMethods");
    Json.strings(json, details.resetMethods());
    json.writeBooleanProperty("functionLevelReset", details.functionLevelReset());
    details.interrupt().ifPresent(line -> json.writeNumberProperty("interruptLine", line));
    json.writeName("messageInterrupts");
    json.writeStartArray();
    details.messages().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeName("bars");
    json.writeStartArray();
    details.bars().forEach(bar -> bar(json, bar));
    json.writeEndArray();
    json.writeName("virtualFunctions");
    Json.strings(json, details.virtualFunctions());
    details
        .physicalFunction()
        .ifPresent(physical -> json.writeStringProperty("physicalFunction", physical.toString()));
    json.writeName("capabilities");
    json.writeStartArray();
    details.capabilities().forEach(capability -> capability(json, capability));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void bar(JsonGenerator json, Bar bar) {
    json.writeStartObject();
    json.writeStringProperty("bar", bar.index() == Bar.ROM ? "rom" : Integer.toString(bar.index()));
    json.writeStringProperty("kind", bar.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("start", "0x" + Long.toHexString(bar.start()));
    json.writeNumberProperty("size", bar.size());
    json.writeBooleanProperty("prefetchable", bar.prefetchable());
    json.writeBooleanProperty("wide", bar.wide());
    json.writeEndObject();
  }

  private static void capability(JsonGenerator json, Capability capability) {
    json.writeStartObject();
    switch (capability) {
      case Capability.PowerManagement(int version, boolean softReset) -> {
        json.writeStringProperty("name", "pm");
        json.writeNumberProperty("version", version);
        json.writeBooleanProperty("softReset", softReset);
      }
      case Capability.Msi(int vectors, boolean enabled) ->
          interrupts(json, "msi", vectors, enabled);
      case Capability.MsiX(int vectors, boolean enabled) ->
          interrupts(json, "msi-x", vectors, enabled);
      case Capability.Express express -> {
        json.writeStringProperty("name", "express");
        json.writeStringProperty("port", express.port().words());
        json.writeBooleanProperty("flr", express.flr());
        json.writeStringProperty("linkAble", express.able().toString());
        json.writeStringProperty("linkNow", express.now().toString());
      }
      case Capability.AdvancedFeatures(boolean flr) -> {
        json.writeStringProperty("name", "af");
        json.writeBooleanProperty("flr", flr);
      }
      case Capability.SrIov(int total, int enabled) -> {
        json.writeStringProperty("name", "sr-iov");
        json.writeNumberProperty("total", total);
        json.writeNumberProperty("enabled", enabled);
      }
      case Capability.AccessControl(boolean able, boolean on) -> {
        json.writeStringProperty("name", "acs");
        json.writeBooleanProperty("redirectAble", able);
        json.writeBooleanProperty("redirectOn", on);
      }
      case Capability.SerialNumber number -> {
        json.writeStringProperty("name", "serial-number");
        json.writeStringProperty("value", number.text());
      }
      case Capability.Other(int id, boolean extended) -> {
        json.writeStringProperty("name", "other");
        json.writeStringProperty("id", "%04x".formatted(id));
        json.writeBooleanProperty("extended", extended);
      }
    }
    json.writeEndObject();
  }

  private static void interrupts(JsonGenerator json, String name, int vectors, boolean enabled) {
    json.writeStringProperty("name", name);
    json.writeNumberProperty("vectors", vectors);
    json.writeBooleanProperty("enabled", enabled);
  }
}
