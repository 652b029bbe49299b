package gangway.guard;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityComparison;
import gangway.pci.identity.IdentityReader;
import gangway.xen.definition.Definition;
import gangway.xen.definition.PciSpec;
import java.util.List;
import java.util.Optional;

/**
 * Whether the devices that a guest gets at its start are those that were recorded at their
 * addresses. Reads nothing for a guest without devices, and only the record on a host that has
 * none.
 */
record StartingDevices(Machine machine) {

  /** Why a guest must not start from a definition; empty if nothing contradicts the record. */
  Optional<Problem> refusal(Definition definition) {
    List<PciSpec> specs = definition.pci();
    if (specs.isEmpty()) {
      return Optional.empty();
    }
    String guest = definition.guest();
    return switch (HardwareRecord.of(machine)) {
      case HardwareRecord.Absent _ -> Optional.empty();
      case HardwareRecord.Unreadable unreadable ->
          Optional.of(
              Problem.refused(
                  "guest '%s' must not start: %s".formatted(guest, unreadable.problem().blocker()),
                  HardwareRecord.REMEDY,
                  HardwareRecord.FILE.toString()));
      case HardwareRecord.Read(AcknowledgedDevices devices, _) -> {
        List<PciAddress> named =
            devices.devices().keySet().stream()
                .filter(address ->
                    specs.stream()
                        .anyMatch(spec ->
                            spec.function().equals(Optional.of(address)) || spec.includes(address)))
                .toList();
        yield named.stream()
            .flatMap(address ->
                devices.at(address).stream()
                    .flatMap(recorded -> other(guest, address, recorded).stream()))
            .findFirst();
      }
    };
  }

  /** A function that does not exist is an error of the toolstack. */
  private Optional<Problem> other(String guest, PciAddress address, DeviceIdentity recorded) {
    List<PciFunction> present = new PciBus(machine).functions(List.of(address)).stream().toList();
    if (present.isEmpty()) {
      return machine.exists(PciBus.folder(address))
          ? Optional.of(refused(guest, address, recorded, "its ids cannot be read"))
          : Optional.empty();
    }
    DeviceIdentity now = new IdentityReader(machine).of(present.getFirst());
    return IdentityComparison.of(recorded, now).contradicts()
        ? Optional.of(refused(guest, address, recorded, now.toString()))
        : Optional.empty();
  }

  private static Problem refused(
      String guest, PciAddress address, DeviceIdentity recorded, String now) {
    return Problem.refused(
        "guest '%s' must not start: %s is another device than the recorded one, or may be another"
                .formatted(guest, address)
            + " one",
        "if devices have moved: gangway remap; if this device is the right one: gangway hardware"
            + " --acknowledge "
            + address,
        "%s: %s".formatted(HardwareRecord.FILE, recorded),
        "sysfs: " + now);
  }
}
