package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What functions share: interrupt lines and memory pages with each other, and write permissions
 * with the guest that had them last.
 *
 * @param permissive the functions whose whole configuration space a guest may write to; the
 *     permission stays until pciback releases the function
 */
public record Sharing(InterruptLines interrupts, MemoryMap memory, Set<PciAddress> permissive) {
  public Sharing {
    permissive = Collections.unmodifiableSet(new LinkedHashSet<>(permissive));
  }

  static Sharing read(Machine machine) {
    return new Sharing(InterruptLines.read(machine), MemoryMap.read(machine), permissive(machine));
  }

  /** One address per line; only root can read it (drivers/xen/xen-pciback/pci_stub.c). */
  private static Set<PciAddress> permissive(Machine machine) {
    return Stream.of(PciBus.driverFolder(Owner.PCIBACK).resolve("permissive"))
        .filter(_ -> machine.root())
        .flatMap(file -> machine.lines(file).stream())
        .flatMap(line -> PciAddress.parse(line.strip()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
