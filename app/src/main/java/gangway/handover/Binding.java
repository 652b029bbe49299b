package gangway.handover;

import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Binds functions to drivers and unbinds them, through sysfs.
 *
 * <p>See docs/decisions/0006-pciback-stays-loaded.md.
 */
final class Binding {
  private static final Path PCIBACK = PciBus.driverFolder(Owner.PCIBACK);

  private Binding() {}

  /** Binds a function without a driver to a driver. */
  static Step bind(String says, Address function, String driver) {
    return new Step(
        says,
        List.of(write(PciBus.driverFolder(driver), "bind", function)),
        new State.DrivenBy(function, Optional.of(driver)),
        List.of(write(PciBus.driverFolder(driver), "unbind", function)),
        new State.DrivenBy(function, Optional.empty()));
  }

  /** Adds a function to the slots of pciback; pciback binds only to functions in its slots. */
  static Step nameToPciback(Address function) {
    return new Step(
        "add a pciback slot for %s".formatted(function),
        List.of(write(PCIBACK, "new_slot", function)),
        new State.Slot(function, true),
        List.of(write(PCIBACK, "remove_slot", function)),
        new State.Slot(function, false));
  }

  /** Removes duplicate slots; pciback removes all slots of a function at a time. */
  static Step listOnce(Address function, int times) {
    Act list = write(PCIBACK, "new_slot", function);
    return new Step(
        "remove the duplicate pciback slots of %s".formatted(function),
        List.of(new Act.Assure(inPciback(function)), write(PCIBACK, "remove_slot", function), list),
        new State.ListedOnce(function),
        Collections.nCopies(times, list),
        new State.Slot(function, true));
  }

  /** Binds a function without a driver to pciback. */
  static List<Act> intoPciback(Address function) {
    return List.of(write(PCIBACK, "new_slot", function), write(PCIBACK, "bind", function));
  }

  /** Unbinds a function from pciback and removes its slot. */
  static List<Act> outOfPciback(Address function) {
    return List.of(write(PCIBACK, "unbind", function), write(PCIBACK, "remove_slot", function));
  }

  /** The function is bound to pciback. */
  static State inPciback(Address function) {
    return new State.DrivenBy(function, Optional.of(Owner.PCIBACK));
  }

  /** The function has no driver and no pciback slot. */
  static State released(Address function) {
    return new State.All(
        List.of(new State.DrivenBy(function, Optional.empty()), new State.Slot(function, false)));
  }

  private static Act write(Path folder, String attribute, Address function) {
    return new Act.Write(folder.resolve(attribute), function.toString());
  }
}
