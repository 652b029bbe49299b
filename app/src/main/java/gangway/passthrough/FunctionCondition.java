package gangway.passthrough;

import gangway.host.Owner;
import gangway.host.Service;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.plan.Condition;
import gangway.xen.guest.Domains;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A condition about a function and its driver in dom0, read from sysfs. */
public sealed interface FunctionCondition extends Condition {
  /** A function is bound to a driver, or has no driver. */
  record DriverIs(PciAddress function, Optional<String> driver) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return new PciBus(machine).driver(function).equals(driver);
    }

    @Override
    public String toString() {
      return function + driver.map(name -> " is bound to " + name).orElse(" has no driver");
    }
  }

  /** A function is bound to a driver other than pciback. */
  record HasDom0Driver(PciAddress function) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return new PciBus(machine)
          .driver(function)
          .filter(driver -> !driver.equals(Owner.PCIBACK))
          .isPresent();
    }

    @Override
    public String toString() {
      return function + " is bound to a dom0 driver";
    }
  }

  /**
   * XenStore records a function for no domain, so that the function can leave pciback: the kernel
   * takes it away from a guest that has it. Always met on a machine that does not run on Xen.
   */
  record OfNoGuest(PciAddress function) implements FunctionCondition {
    private static final Path HYPERVISOR = Path.of("/sys/hypervisor/type");

    @Override
    public boolean isMet(Machine machine) {
      return machine
          .xenStore()
          .map(store -> Domains.read(store).holding(function).findAny().isEmpty())
          .orElseGet(
              () -> machine.read(HYPERVISOR).filter(type -> type.strip().equals("xen")).isEmpty());
    }

    @Override
    public String toString() {
      return "no guest has " + function;
    }
  }

  /** XenStore records a function for a domain that runs. */
  record OfAGuest(PciAddress function) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine
          .xenStore()
          .filter(store -> Domains.read(store).holding(function).findAny().isPresent())
          .isPresent();
    }

    @Override
    public String toString() {
      return "a guest has " + function;
    }
  }

  /**
   * The driver of a function provides its service, such as a network interface.
   *
   * @param limit how long the driver may take: it loads firmware and trains links
   */
  record OffersService(PciFunction function, Duration limit) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return Service.of(function).map(s -> s.offered(machine, function)).orElse(true);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return Condition.awaitWithin(limit, this, machine);
    }

    @Override
    public String toString() {
      return function.address() + " provides its service in dom0";
    }
  }

  /** pciback has a slot for a function, or has none. */
  record PcibackSlot(PciAddress function, boolean listed) implements FunctionCondition {
    /** The kernel cuts the file at one page, so slots after that are unknown. */
    private static final int CUT = 4096 - "0000:00:00.0\n".length();

    @Override
    public boolean isMet(Machine machine) {
      String slots = slots(machine);
      boolean found = slots.lines().anyMatch(function.toString()::equals);
      return found ? listed : !listed && slots.length() < CUT;
    }

    private static String slots(Machine machine) {
      return machine.read(PciBus.driverFolder(Owner.PCIBACK).resolve("slots")).orElse("");
    }

    @Override
    public String toString() {
      return "pciback has " + (listed ? "a" : "no") + " slot for " + function;
    }
  }

  /** pciback has exactly one slot for a function. */
  record PcibackSlotOnce(PciAddress function) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return PcibackSlot.slots(machine).lines().filter(function.toString()::equals).count() == 1;
    }

    @Override
    public String toString() {
      return "pciback has exactly one slot for " + function;
    }
  }

  /** A driver is loaded. */
  record DriverLoaded(String driver) implements FunctionCondition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exists(PciBus.driverFolder(driver));
    }

    @Override
    public String toString() {
      return "the driver " + driver + " is loaded";
    }
  }
}
