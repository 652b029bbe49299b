package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityComparison;
import gangway.pci.identity.IdentityReader;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The acknowledged devices, and the identities of the functions that a request gives away.
 *
 * @param present the identities of these functions as they are now
 * @param changed those of them that are, or may be, another device than the acknowledged one
 */
public record RecordedHardware(
    HardwareRecord record,
    SortedMap<PciAddress, DeviceIdentity> present,
    SortedMap<PciAddress, ChangedDevice> changed) {
  /** What a request needs to know that gives no function away. */
  static final RecordedHardware NOT_READ =
      new RecordedHardware(new HardwareRecord.Absent(), new TreeMap<>(), new TreeMap<>());

  public RecordedHardware {
    present = Collections.unmodifiableSortedMap(new TreeMap<>(present));
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
  }

  /**
   * Reads the record and the identities of some functions; of others only if one of these is not
   * the acknowledged device.
   */
  static RecordedHardware read(
      Machine machine, PciFunctions functions, Collection<PciAddress> given) {
    if (given.isEmpty()) {
      return NOT_READ;
    }
    return read(machine, HardwareRecord.of(machine), functions, given);
  }

  /** The same, but without the functions that have no record: nothing is read about them. */
  static RecordedHardware readRecorded(
      Machine machine, PciFunctions functions, Collection<PciAddress> given) {
    if (given.isEmpty()) {
      return NOT_READ;
    }
    HardwareRecord record = HardwareRecord.of(machine);
    return read(
        machine,
        record,
        functions,
        given.stream().filter(address -> record.known().at(address).isPresent()).toList());
  }

  private static RecordedHardware read(
      Machine machine,
      HardwareRecord record,
      PciFunctions functions,
      Collection<PciAddress> given) {
    IdentityReader reader = new IdentityReader(machine);
    SortedMap<PciAddress, DeviceIdentity> present =
        reader.of(given.stream().flatMap(address -> functions.at(address).stream()));
    SortedMap<PciAddress, ChangedDevice> changed = new TreeMap<>();
    if (record instanceof HardwareRecord.Read(var devices, _)) {
      present.forEach((address, identity) ->
          devices
              .at(address)
              .flatMap(before -> compared(address, before, identity, reader, functions))
              .ifPresent(one -> changed.put(address, one)));
    }
    return new RecordedHardware(record, present, changed);
  }

  private static Optional<ChangedDevice> compared(
      PciAddress address,
      DeviceIdentity acknowledged,
      DeviceIdentity present,
      IdentityReader reader,
      PciFunctions functions) {
    IdentityComparison comparison = IdentityComparison.of(acknowledged, present);
    return comparison.contradicts()
        ? Optional.of(
            new ChangedDevice(
                address,
                acknowledged,
                present,
                comparison,
                elsewhere(address, acknowledged, reader, functions)))
        : Optional.empty();
  }

  private static List<PciAddress> elsewhere(
      PciAddress address,
      DeviceIdentity acknowledged,
      IdentityReader reader,
      PciFunctions functions) {
    return functions.stream()
        .filter(other -> other.id().equals(acknowledged.id()) && !other.address().equals(address))
        .filter(other -> IdentityComparison.of(acknowledged, reader.of(other)).same())
        .map(PciFunction::address)
        .toList();
  }

  /** What is known if a function is not the acknowledged device. */
  public Optional<ChangedDevice> changed(PciAddress function) {
    return Optional.ofNullable(changed.get(function));
  }

  /** Those of some functions that have no record yet; none if the record cannot be read. */
  public SortedMap<PciAddress, DeviceIdentity> unrecorded(Collection<PciAddress> functions) {
    SortedMap<PciAddress, DeviceIdentity> found = new TreeMap<>();
    if (!(record instanceof HardwareRecord.Unreadable)) {
      for (Map.Entry<PciAddress, DeviceIdentity> entry : present.entrySet()) {
        if (functions.contains(entry.getKey()) && record.known().at(entry.getKey()).isEmpty()) {
          found.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return found;
  }
}
