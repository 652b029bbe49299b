package gangway.pci.identity;

import gangway.host.GuideHost;
import gangway.pci.DeviceId;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Identities of devices for tests. */
public final class Identities {
  /** A network card without anything that tells it from others of its kind. */
  public static final DeviceIdentity NIC =
      new DeviceIdentity(
          Optional.of(SlotPath.parse("pci0000:00/1c.0/00.0")),
          new DeviceId(0x8086, 0x10d3),
          new DeviceId(0x8086, 0xa01f),
          new PciClass(0x020000),
          Optional.of(0),
          new Serials(new SerialData.None(), new SerialData.None(), new SerialData.None()));

  private static final SerialData HIDDEN = new SerialData.Unread("pciback has it");

  private Identities() {}

  /** The same device with a PCI Express serial number. */
  public static DeviceIdentity serial(DeviceIdentity device, String serial) {
    return with(
        device,
        new Serials(new SerialData.Known(serial), device.serials().mac(), device.serials().nvme()));
  }

  /** The same device with a MAC address. */
  static DeviceIdentity mac(DeviceIdentity device, String mac) {
    return with(
        device,
        new Serials(device.serials().device(), new SerialData.Known(mac), device.serials().nvme()));
  }

  /** The same device, whose MAC address cannot be read. */
  static DeviceIdentity hidden(DeviceIdentity device) {
    return with(device, new Serials(device.serials().device(), HIDDEN, device.serials().nvme()));
  }

  private static DeviceIdentity with(DeviceIdentity device, Serials serials) {
    return new DeviceIdentity(
        device.slot(), device.id(), device.subsystem(), device.type(), device.revision(), serials);
  }

  /** The same device in another slot. */
  static DeviceIdentity in(DeviceIdentity device, String slot) {
    return new DeviceIdentity(
        Optional.of(SlotPath.parse(slot)),
        device.id(),
        device.subsystem(),
        device.type(),
        device.revision(),
        device.serials());
  }

  /** A device of another kind in the same slot. */
  public static DeviceIdentity ofId(DeviceIdentity device, String id) {
    return new DeviceIdentity(
        device.slot(),
        DeviceId.parse(id).orElseThrow(),
        device.subsystem(),
        device.type(),
        device.revision(),
        device.serials());
  }

  /** The identity of a function of a host, as it is now. */
  public static DeviceIdentity of(GuideHost host, String address) {
    PciFunction function = host.observed().inventory().functions().meant(address);
    return new IdentityReader(host.machine()).of(function);
  }

  /** Records one device at an address of a host. */
  public static GuideHost recorded(GuideHost host, String address, DeviceIdentity device) {
    return recorded(host, new AcknowledgedDevices(false, sorted(Map.of(address, device))));
  }

  /** Records devices on a host. */
  public static GuideHost recorded(GuideHost host, AcknowledgedDevices devices) {
    return host.put(HardwareRecord.FILE.toString().substring(1), HardwareRecord.text(devices));
  }

  static SortedMap<PciAddress, DeviceIdentity> sorted(Map<String, DeviceIdentity> devices) {
    SortedMap<PciAddress, DeviceIdentity> sorted = new TreeMap<>();
    devices.forEach((address, device) -> sorted.put(Examples.address(address), device));
    return sorted;
  }
}
