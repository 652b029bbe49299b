package gangway.pci;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of one function beyond its line in the list.
 *
 * @param path the functions from the root complex down to this one, without it
 * @param siblings the other functions of the same device
 * @param resetMethods how the kernel can reset it, best first; empty if it cannot
 * @param interrupt the line interrupt's number, if it has one
 * @param messages the numbers of the message interrupts in use
 * @param iommuGroup the group the kernel's own IOMMU driver put it in; under Xen the IOMMU is Xen's
 *     and there is none
 * @param numaNode the memory node it is near to
 * @param virtualFunctions the virtual functions it has now
 * @param physicalFunction the function it is a virtual function of
 * @param answers whether it answers when its configuration space is read
 */
public record Details(
    Function function,
    List<Address> path,
    List<Address> siblings,
    List<String> resetMethods,
    OptionalInt interrupt,
    List<Integer> messages,
    List<Bar> bars,
    OptionalInt iommuGroup,
    OptionalInt numaNode,
    List<Address> virtualFunctions,
    Optional<Address> physicalFunction,
    boolean answers,
    List<Capability> capabilities) {

  /** The capability of a kind, if the function has it. */
  public <T extends Capability> Optional<T> capability(Class<T> kind) {
    return capabilities.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether it can be reset alone, without its neighbours. */
  public boolean functionLevelReset() {
    return capability(Capability.Express.class).filter(Capability.Express::flr).isPresent()
        || capability(Capability.AdvancedFeatures.class)
            .filter(Capability.AdvancedFeatures::flr)
            .isPresent();
  }
}
