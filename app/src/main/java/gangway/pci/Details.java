package gangway.pci;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The details of one function.
 *
 * @param path the bridges from the root complex down to the function, without the function itself
 * @param siblings the other functions of the same device
 * @param resetMethods the kernel's reset methods for it, best first; empty if the kernel cannot
 *     reset it
 * @param interrupt the number of its interrupt line, if any
 * @param messages the numbers of the message interrupts in use
 * @param iommuGroup the IOMMU group of the kernel's own IOMMU driver; empty under Xen, where Xen
 *     drives the IOMMU
 * @param numaNode the nearest memory node
 * @param virtualFunctions its current virtual functions
 * @param physicalFunction its physical function, if it is a virtual function
 * @param dependents the functions that stop when its driver is unbound, apart from its virtual
 *     functions
 * @param answers whether it answers when its configuration space is read
 */
public record Details(
    PciFunction function,
    List<PciAddress> path,
    List<PciAddress> siblings,
    List<String> resetMethods,
    OptionalInt interrupt,
    List<Integer> messages,
    List<Bar> bars,
    OptionalInt iommuGroup,
    OptionalInt numaNode,
    List<PciAddress> virtualFunctions,
    Optional<PciAddress> physicalFunction,
    List<PciAddress> dependents,
    boolean answers,
    List<Capability> capabilities) {
  public Details {
    path = List.copyOf(path);
    siblings = List.copyOf(siblings);
    resetMethods = List.copyOf(resetMethods);
    messages = List.copyOf(messages);
    bars = List.copyOf(bars);
    virtualFunctions = List.copyOf(virtualFunctions);
    dependents = List.copyOf(dependents);
    capabilities = List.copyOf(capabilities);
  }

  /** The capability of a kind, if the function has it. */
  public <T extends Capability> Optional<T> capability(Class<T> kind) {
    return capabilities.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether it can be reset alone, without other functions. */
  public boolean functionLevelReset() {
    return capability(Capability.Express.class).filter(Capability.Express::flr).isPresent()
        || capability(Capability.AdvancedFeatures.class)
            .filter(Capability.AdvancedFeatures::flr)
            .isPresent();
  }
}
