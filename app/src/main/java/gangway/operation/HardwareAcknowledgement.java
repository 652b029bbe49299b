package gangway.operation;

import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.passthrough.ReplaceHardwareRecord;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.IdentityReader;
import gangway.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Acknowledges devices at their present addresses: {@code gangway hardware --acknowledge}.
 *
 * <p>See docs/decisions/0035-a-device-is-known-by-slot-ids-and-serial.md.
 */
public sealed interface HardwareAcknowledgement extends SettingChange {

  /** All devices of the host, and that no other one is there. */
  record All() implements HardwareAcknowledgement {
    @Override
    public List<PciAddress> addresses() {
      return List.of();
    }

    @Override
    public AcknowledgedDevices after(
        AcknowledgedDevices before, Map<PciAddress, DeviceIdentity> present) {
      return before.acknowledgingAll(present);
    }

    @Override
    public boolean concerns(PciAddress address) {
      return true;
    }
  }

  /** The devices at some addresses; an address without a device loses its record. */
  record Of(List<PciAddress> addresses) implements HardwareAcknowledgement {
    public Of {
      addresses = addresses.stream().distinct().toList();
    }

    @Override
    public AcknowledgedDevices after(
        AcknowledgedDevices before, Map<PciAddress, DeviceIdentity> present) {
      return before.acknowledging(addresses, present);
    }

    @Override
    public boolean concerns(PciAddress address) {
      return addresses.contains(address);
    }
  }

  /** The addresses that the command names. */
  List<PciAddress> addresses();

  /** What is acknowledged then. */
  AcknowledgedDevices after(AcknowledgedDevices before, Map<PciAddress, DeviceIdentity> present);

  /** Whether the device at an address must be identified. */
  boolean concerns(PciAddress address);

  @Override
  default List<String> words() {
    return Stream.concat(Stream.of("hardware"), addresses().stream().map(PciAddress::toString))
        .toList();
  }

  @Override
  default List<String> options() {
    return List.of("--acknowledge");
  }

  /** No other operation may give a device away that is being acknowledged. */
  @Override
  default Set<Claim> claims() {
    return addresses().stream().map(Claim.OfFunction::new).collect(Collectors.toSet());
  }

  @Override
  default Plan plan(Machine machine) {
    HardwareRecord record = HardwareRecord.of(machine);
    AcknowledgedDevices before = record.known();
    Map<PciAddress, DeviceIdentity> present =
        new IdentityReader(machine)
            .of(
                new PciBus(machine)
                    .functions().stream().filter(function -> concerns(function.address())));
    AcknowledgedDevices after = after(before, present);
    Optional<String> text =
        record instanceof HardwareRecord.Read(_, String now) ? Optional.of(now) : Optional.empty();
    return new Plan(
        after.equals(before)
            ? List.of()
            : List.of(
                ReplaceHardwareRecord.step(
                    "record the devices that are acknowledged",
                    text,
                    Optional.of(HardwareRecord.text(after)))));
  }
}
