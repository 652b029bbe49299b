package gangway.xen.definition.libvirt;

import gangway.pci.PciAddress;
import gangway.xen.definition.NewGuest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a definition for libvirt that a new guest can specify.
 *
 * @param memory in KiB
 */
record Outline(
    String memory,
    String vcpus,
    String kernel,
    String initrd,
    String arguments,
    List<Path> disks,
    List<String> bridges,
    Set<PciAddress> functions) {
  Outline {
    disks = List.copyOf(disks);
    bridges = List.copyOf(bridges);
    functions = Collections.unmodifiableSet(new LinkedHashSet<>(functions));
  }

  /** The settings of a new guest. */
  static Outline of(NewGuest guest) {
    Optional<NewGuest.Kernel> kernel = guest.kernel();
    return new Outline(
        Long.toString(guest.memory() * 1024L),
        Integer.toString(guest.vcpus()),
        kernel.map(NewGuest.Kernel::image).map(Path::toString).orElse(""),
        kernel.flatMap(NewGuest.Kernel::initrd).map(Path::toString).orElse(""),
        kernel.map(NewGuest.Kernel::arguments).orElse(""),
        guest.disks(),
        guest.bridges(),
        Set.copyOf(guest.functions()));
  }
}
