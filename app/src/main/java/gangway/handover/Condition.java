package gangway.handover;

import gangway.boot.FileEdit;
import gangway.boot.initramfs.Initramfs;
import gangway.host.Owner;
import gangway.host.Service;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.xen.guest.ExistingDomains;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A condition that can be observed on a machine: the proof of a step, or of its undo. It is data,
 * like the action that it proves.
 *
 * <p>See docs/decisions/0001-kernel-and-xenstore-are-the-truth.md.
 */
public sealed interface Condition
    permits AssignmentCondition,
        RemoteCondition,
        SavedGuestCondition,
        ToolCondition,
        StartCondition,
        Condition.DriverIs,
        Condition.HasDom0Driver,
        Condition.OffersService,
        Condition.PcibackSlot,
        Condition.PcibackSlotOnce,
        Condition.XenStoreNodeIs,
        Condition.DomainGone,
        Condition.DriverLoaded,
        Condition.FileIs,
        Condition.InitramfsCarries,
        Condition.CommandPrints,
        Condition.All,
        Condition.Anything,
        Condition.NotVerifiable {
  /** How long a guest may take to answer. */
  Duration GUEST_LIMIT = Duration.ofSeconds(30);

  /** The polling interval for what gives no notification: sysfs, the hypervisor. */
  Duration PAUSE = Duration.ofMillis(50);

  /** Whether the condition is met now. */
  boolean isMet(Machine machine);

  /** Waits until the condition is met; false after a time limit. Kernel attributes need no wait. */
  default boolean awaitMet(Machine machine) {
    return isMet(machine);
  }

  /** Polls until the condition is met or the time is up. */
  private static boolean awaitWithin(Duration limit, Condition state, Machine machine) {
    return machine.clock().await(limit, PAUSE, () -> state.isMet(machine));
  }

  /** Whether a reboot does not affect the condition. */
  default boolean survivesReboot() {
    return false;
  }

  /** Whether the subject no longer exists, so that nothing can or must be done. */
  default boolean isMoot(Machine machine) {
    return false;
  }

  /** A function is bound to a driver, or has no driver. */
  record DriverIs(PciAddress function, Optional<String> driver) implements Condition {
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
  record HasDom0Driver(PciAddress function) implements Condition {
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
   * The driver of a function provides its service, such as a network interface.
   *
   * @param limit how long the driver may take: it loads firmware and trains links
   */
  record OffersService(PciFunction function, Duration limit) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return Service.of(function).map(s -> s.offered(machine, function)).orElse(true);
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return awaitWithin(limit, this, machine);
    }

    @Override
    public String toString() {
      return function.address() + " provides its service in dom0";
    }
  }

  /** pciback has a slot for a function, or has none. */
  record PcibackSlot(PciAddress function, boolean listed) implements Condition {
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
  record PcibackSlotOnce(PciAddress function) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return PcibackSlot.slots(machine).lines().filter(function.toString()::equals).count() == 1;
    }

    @Override
    public String toString() {
      return "pciback has exactly one slot for " + function;
    }
  }

  /** A XenStore node has a value, or does not exist. */
  record XenStoreNodeIs(String path, Optional<String> value) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.xenStore().filter(store -> store.read(path).equals(value)).isPresent();
    }

    @Override
    public String toString() {
      return "the XenStore node "
          + path
          + value.map(text -> " is '" + text + "'").orElse(" does not exist");
    }
  }

  /** A domain exists neither in XenStore nor in the hypervisor. */
  record DomainGone(int domid) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return ExistingDomains.read(machine).lack(domid);
    }

    /** A destroyed domain disappears from XenStore first, from the hypervisor when it is freed. */
    @Override
    public boolean awaitMet(Machine machine) {
      return awaitWithin(GUEST_LIMIT, this, machine);
    }

    @Override
    public String toString() {
      return "domain " + domid + " no longer exists";
    }
  }

  /** A driver is loaded. */
  record DriverLoaded(String driver) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exists(PciBus.driverFolder(driver));
    }

    @Override
    public String toString() {
      return "the driver " + driver + " is loaded";
    }
  }

  /** A file has a text, or does not exist. */
  record FileIs(Path file, Optional<String> text) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return machine.exact(file).equals(text);
    }

    @Override
    public boolean survivesReboot() {
      return !file.startsWith("/sys");
    }

    @Override
    public String toString() {
      return file + (text.isPresent() ? " has the expected content" : " does not exist");
    }
  }

  /** The initramfs of every kernel contains the current text of these files. */
  record InitramfsCarries(List<FileEdit> edits) implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return Initramfs.of(machine).allCarry(machine, edits);
    }

    @Override
    public String toString() {
      return "the initramfs contains the boot settings";
    }
  }

  /**
   * A command prints certain lines, among others; for what only a command can tell, such as the
   * state inside a guest.
   */
  record CommandPrints(Command question, List<String> lines) implements Condition {
    public CommandPrints {
      lines = List.copyOf(lines);
    }

    @Override
    public boolean isMet(Machine machine) {
      return machine
          .told(question)
          .filter(answer -> answer.lines().toList().containsAll(lines))
          .isPresent();
    }

    @Override
    public boolean survivesReboot() {
      return true;
    }

    @Override
    public String toString() {
      return "'%s' prints: %s".formatted(question, String.join(", ", lines));
    }
  }

  /** All of several conditions are met. */
  record All(List<Condition> states) implements Condition {
    @Override
    public boolean survivesReboot() {
      return states.stream().anyMatch(Condition::survivesReboot);
    }

    @Override
    public boolean isMet(Machine machine) {
      return states.stream().allMatch(state -> state.isMet(machine));
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return states.stream().allMatch(state -> state.awaitMet(machine));
    }

    @Override
    public String toString() {
      return states.stream().map(Condition::toString).collect(Collectors.joining(" and "));
    }
  }

  /** Always met: the change of the step is never undone. */
  record Anything() implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "no condition; this change is not undone";
    }
  }

  /** Not observable: only the exit code of the tool tells. The result is checked at the end. */
  record NotVerifiable() implements Condition {
    @Override
    public boolean isMet(Machine machine) {
      return false;
    }

    @Override
    public boolean awaitMet(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "not verifiable; checked at the end";
    }
  }
}
