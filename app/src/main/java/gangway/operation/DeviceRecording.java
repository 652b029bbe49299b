package gangway.operation;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.machine.WritableMachine;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Records the devices that an operation has given away, when the result is verified. This is no
 * step of the plan: a device that is hidden as requested must not be given back because a file
 * cannot be written.
 *
 * <p>See docs/decisions/0035-a-device-is-known-by-slot-ids-and-serial.md.
 */
record DeviceRecording(WritableMachine machine) {
  /**
   * Records the devices of requests that are done. They were identified before the first action:
   * dom0's drivers show serial numbers that pciback does not show.
   *
   * @return the remarks on the result, also that the devices could not be recorded
   */
  List<Finding> after(List<Finding> remarks, List<PreparedRequest> done) {
    SortedMap<PciAddress, DeviceIdentity> devices = new TreeMap<>();
    for (PreparedRequest part : done) {
      part.unrecorded().forEach((address, identity) -> devices.putIfAbsent(address, identity));
    }
    if (devices.isEmpty()) {
      return remarks;
    }
    try {
      HardwareRecord.add(machine, devices);
      return remarks;
    } catch (RuntimeException | Error fault) {
      return Stream.concat(
              remarks.stream(),
              Stream.of(Checks.notRecorded(List.copyOf(devices.keySet()), Problem.because(fault))))
          .toList();
    }
  }
}
