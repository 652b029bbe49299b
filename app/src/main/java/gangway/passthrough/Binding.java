package gangway.passthrough;

import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Binds functions to drivers and unbinds them, through sysfs.
 *
 * <p>See docs/decisions/0006-pciback-stays-loaded.md.
 */
public final class Binding {
  private static final Path PCIBACK = PciBus.driverFolder(Owner.PCIBACK);

  private Binding() {}

  /** Binds a function without a driver to a driver. */
  static Step bind(String says, PciAddress function, String driver) {
    return new Step(
        says,
        List.of(write(PciBus.driverFolder(driver), "bind", function)),
        new FunctionCondition.DriverIs(function, Optional.of(driver)),
        List.of(write(PciBus.driverFolder(driver), "unbind", function)),
        new FunctionCondition.DriverIs(function, Optional.empty()));
  }

  /** Adds a function to the slots of pciback; pciback binds only to functions in its slots. */
  static Step nameToPciback(PciAddress function) {
    return new Step(
        "add a pciback slot for %s".formatted(function),
        List.of(write(PCIBACK, "new_slot", function)),
        new FunctionCondition.PcibackSlot(function, true),
        List.of(write(PCIBACK, "remove_slot", function)),
        new FunctionCondition.PcibackSlot(function, false));
  }

  /** Removes duplicate slots; pciback removes all slots of a function at a time. */
  public static Step listOnce(PciAddress function, int times) {
    Action list = write(PCIBACK, "new_slot", function);
    return new Step(
        "remove the duplicate pciback slots of %s".formatted(function),
        List.of(
            new Action.Require(inPciback(function)), write(PCIBACK, "remove_slot", function), list),
        new FunctionCondition.PcibackSlotOnce(function),
        Stream.concat(
                // a slot that is there shows that nothing must be undone
                Stream.of(new Action.Require(new FunctionCondition.PcibackSlot(function, false))),
                Collections.nCopies(times, list).stream())
            .toList(),
        new FunctionCondition.PcibackSlot(function, true));
  }

  /** Binds a function without a driver to pciback. */
  static List<Action> intoPciback(PciAddress function) {
    return List.of(write(PCIBACK, "new_slot", function), write(PCIBACK, "bind", function));
  }

  /** Unbinds a function from pciback and removes its slot. */
  static List<Action> outOfPciback(PciAddress function) {
    return List.of(write(PCIBACK, "unbind", function), write(PCIBACK, "remove_slot", function));
  }

  /** The function is bound to pciback. */
  static Condition inPciback(PciAddress function) {
    return new FunctionCondition.DriverIs(function, Optional.of(Owner.PCIBACK));
  }

  /** The function has no driver and no pciback slot. */
  static Condition released(PciAddress function) {
    return new Condition.All(
        List.of(
            new FunctionCondition.DriverIs(function, Optional.empty()),
            new FunctionCondition.PcibackSlot(function, false)));
  }

  private static Action write(Path folder, String attribute, PciAddress function) {
    return new Action.Write(folder.resolve(attribute), function.toString());
  }
}
