package gangway.host;

import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What functions share: interrupt lines and pages of memory with one another, and what they are
 * permitted with the guest that had them last.
 *
 * @param permissive the functions whose configuration space pciback lets a guest write to as it
 *     likes; it stays so until pciback lets go of them
 */
public record Sharing(InterruptLines interrupts, MemoryMap memory, Set<Address> permissive) {

  static Sharing read(Machine machine) {
    return new Sharing(InterruptLines.read(machine), MemoryMap.read(machine), permissive(machine));
  }

  /** One address a line; only root may read it (drivers/xen/xen-pciback/pci_stub.c). */
  private static Set<Address> permissive(Machine machine) {
    return Stream.of(PciBus.driverFolder(Owner.PCIBACK).resolve("permissive"))
        .filter(_ -> machine.root())
        .flatMap(file -> machine.lines(file).stream())
        .flatMap(line -> Address.parse(line.strip()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
