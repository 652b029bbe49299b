package gangway.view;

import gangway.pci.Capability;

/** A capability of a function; the member {@code name} says which of these. */
public sealed interface CapabilityView extends View {

  /** Power management. */
  record PowerManagement(int version, boolean softReset) implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "pm");
      json.number("version", version);
      json.flag("softReset", softReset);
    }
  }

  /**
   * Interrupts by message.
   *
   * @param name {@code msi} or {@code msi-x}
   */
  record Messages(Name name, int vectors, boolean enabled) implements CapabilityView {
    /** Which of the two. */
    public enum Name {
      MSI,
      MSI_X
    }

    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", Words.of(name));
      json.number("vectors", vectors);
      json.flag("enabled", enabled);
    }
  }

  /** PCI Express. */
  record Express(
      Capability.PortType port,
      boolean flr,
      Capability.Link linkCapability,
      Capability.Link linkStatus)
      implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "express");
      json.text("port", port.words());
      json.flag("flr", flr);
      json.text("linkCapability", linkCapability);
      json.text("linkStatus", linkStatus);
    }
  }

  /** Advanced Features of conventional PCI. */
  record AdvancedFeatures(boolean flr) implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "af");
      json.flag("flr", flr);
    }
  }

  /** SR-IOV. */
  record SrIov(int totalVfs, int numVfs) implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "sr-iov");
      json.number("totalVfs", totalVfs);
      json.number("numVfs", numVfs);
    }
  }

  /** Access control services. */
  record AccessControl(boolean redirectSupported, boolean redirectEnabled)
      implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "acs");
      json.flag("redirectSupported", redirectSupported);
      json.flag("redirectEnabled", redirectEnabled);
    }
  }

  /** The device's serial number. */
  record SerialNumber(Capability.SerialNumber value) implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "serial-number");
      json.text("value", value.text());
    }
  }

  /** A capability that Gangway does not decode. */
  record Other(int id, boolean extended) implements CapabilityView {
    @Override
    public void writeTo(ViewWriter json) {
      json.text("name", "other");
      json.text("id", "%04x".formatted(id));
      json.flag("extended", extended);
    }
  }

  static CapabilityView of(Capability capability) {
    return switch (capability) {
      case Capability.PowerManagement(int version, boolean softReset) ->
          new PowerManagement(version, softReset);
      case Capability.Msi(int vectors, boolean enabled) ->
          new Messages(Messages.Name.MSI, vectors, enabled);
      case Capability.MsiX(int vectors, boolean enabled) ->
          new Messages(Messages.Name.MSI_X, vectors, enabled);
      case Capability.Express(var port, boolean flr, var able, var now) ->
          new Express(port, flr, able, now);
      case Capability.AdvancedFeatures(boolean flr) -> new AdvancedFeatures(flr);
      case Capability.SrIov(int total, int enabled, int _, int _) -> new SrIov(total, enabled);
      case Capability.AccessControl(boolean able, boolean on) -> new AccessControl(able, on);
      case Capability.SerialNumber number -> new SerialNumber(number);
      case Capability.Other(int id, boolean extended) -> new Other(id, extended);
    };
  }
}
