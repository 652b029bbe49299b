package gangway.handover;

import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Functions and drivers brought together and parted through sysfs.
 *
 * <p>See docs/decisions/0006-pciback-stays-loaded.md.
 */
final class Binding {
  private static final Path PCIBACK = PciBus.driverFolder(Owner.PCIBACK);

  private Binding() {}

  /** Lets a driver take a function that none holds. */
  static Step bind(String says, Address function, String driver) {
    return new Step(
        says,
        List.of(write(PciBus.driverFolder(driver), "bind", function)),
        new State.DrivenBy(function, Optional.of(driver)),
        List.of(write(PciBus.driverFolder(driver), "unbind", function)),
        new State.DrivenBy(function, Optional.empty()));
  }

  /** Tells pciback of a function, which it takes no other. */
  static Step nameToPciback(Address function) {
    return new Step(
        "name %s to pciback".formatted(function),
        List.of(write(PCIBACK, "new_slot", function)),
        new State.Slot(function, true),
        List.of(write(PCIBACK, "remove_slot", function)),
        new State.Slot(function, false));
  }

  /** Has pciback list a function once that it lists several times; it forgets all at a time. */
  static Step listOnce(Address function, int times) {
    Act list = write(PCIBACK, "new_slot", function);
    return new Step(
        "list %s once among pciback's slots".formatted(function),
        List.of(new Act.Assure(inPciback(function)), write(PCIBACK, "remove_slot", function), list),
        new State.ListedOnce(function),
        Collections.nCopies(times, list),
        new State.Slot(function, true));
  }

  /** Has pciback take a function that none holds. */
  static List<Act> intoPciback(Address function) {
    return List.of(write(PCIBACK, "new_slot", function), write(PCIBACK, "bind", function));
  }

  /** Has pciback let go of a function, and forget it. */
  static List<Act> outOfPciback(Address function) {
    return List.of(write(PCIBACK, "unbind", function), write(PCIBACK, "remove_slot", function));
  }

  /** Pciback holds the function. */
  static State inPciback(Address function) {
    return new State.DrivenBy(function, Optional.of(Owner.PCIBACK));
  }

  /** No driver holds the function, and pciback does not know it. */
  static State released(Address function) {
    return new State.All(
        List.of(new State.DrivenBy(function, Optional.empty()), new State.Slot(function, false)));
  }

  private static Act write(Path folder, String attribute, Address function) {
    return new Act.Write(folder.resolve(attribute), function.toString());
  }
}
