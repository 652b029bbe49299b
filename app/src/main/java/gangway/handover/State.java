package gangway.handover;

import gangway.boot.FileEdit;
import gangway.boot.initramfs.Initramfs;
import gangway.host.Owner;
import gangway.host.Service;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.PciBus;
import gangway.toolstack.ExistingDomains;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that can be seen to be so on a machine: the proof of a step, or of its undoing. It is
 * data, like the act it proves.
 *
 * <p>See docs/decisions/0001-kernel-and-xenstore-are-the-truth.md.
 */
public sealed interface State
    permits GuestState,
        RemoteState,
        SavedState,
        ToolState,
        StartState,
        State.DrivenBy,
        State.DrivenInDom0,
        State.Serves,
        State.Slot,
        State.ListedOnce,
        State.NodeIs,
        State.DomainGone,
        State.DriverLoaded,
        State.FileIs,
        State.InitramfsCarries,
        State.Tells,
        State.All,
        State.Anything,
        State.ToldByTool {
  /** How long a guest may take to answer. */
  Duration GUEST_LIMIT = Duration.ofSeconds(30);

  /** How often to look where nobody tells of what changes: in sysfs, in the hypervisor. */
  Duration PAUSE = Duration.ofMillis(50);

  /** Whether it is so, now. */
  boolean holds(Machine machine);

  /** Waits until it is so; false if it is not in time. What the kernel does is done at once. */
  default boolean comes(Machine machine) {
    return holds(machine);
  }

  /** Looks again and again until it is so, or the time is up. */
  private static boolean seenWithin(Duration limit, State state, Machine machine) {
    return machine.clock().await(limit, PAUSE, () -> state.holds(machine));
  }

  /** Whether a reboot leaves it as it is; of the rest nothing can be said after one. */
  default boolean survivesReboot() {
    return false;
  }

  /** Whether it is about something that is gone, so that nothing can or need be done about it. */
  default boolean moot(Machine machine) {
    return false;
  }

  /** A driver holds a function, or none does. */
  record DrivenBy(Address function, Optional<String> driver) implements State {
    @Override
    public boolean holds(Machine machine) {
      return new PciBus(machine).driver(function).equals(driver);
    }

    @Override
    public String toString() {
      return function + " is held by " + driver.orElse("no driver");
    }
  }

  /** Some driver of dom0 holds a function. */
  record DrivenInDom0(Address function) implements State {
    @Override
    public boolean holds(Machine machine) {
      return new PciBus(machine)
          .driver(function)
          .filter(driver -> !driver.equals(Owner.PCIBACK))
          .isPresent();
    }

    @Override
    public String toString() {
      return function + " is held by a driver of dom0";
    }
  }

  /**
   * The driver of a function offers what the function is for, such as a network interface.
   *
   * @param limit how long it may take: firmware is loaded, links are trained
   */
  record Serves(Function function, Duration limit) implements State {
    @Override
    public boolean holds(Machine machine) {
      return Service.of(function).map(s -> s.offered(machine, function)).orElse(true);
    }

    @Override
    public boolean comes(Machine machine) {
      return seenWithin(limit, this, machine);
    }

    @Override
    public String toString() {
      return function.address() + " offers what it is for";
    }
  }

  /** pciback knows a function as one it may hold, or does not. */
  record Slot(Address function, boolean listed) implements State {
    /** The kernel cuts the file at one page, and so does not tell about slots after that. */
    private static final int CUT = 4096 - "0000:00:00.0\n".length();

    @Override
    public boolean holds(Machine machine) {
      String slots = slots(machine);
      boolean found = slots.lines().anyMatch(function.toString()::equals);
      return found ? listed : !listed && slots.length() < CUT;
    }

    private static String slots(Machine machine) {
      return machine.read(PciBus.driverFolder(Owner.PCIBACK).resolve("slots")).orElse("");
    }

    @Override
    public String toString() {
      return function + (listed ? " is" : " is not") + " among pciback's slots";
    }
  }

  /** pciback lists a function as one it may hold, and does so once. */
  record ListedOnce(Address function) implements State {
    @Override
    public boolean holds(Machine machine) {
      return Slot.slots(machine).lines().filter(function.toString()::equals).count() == 1;
    }

    @Override
    public String toString() {
      return function + " is once among pciback's slots";
    }
  }

  /** A node of XenStore has a value, or is not there. */
  record NodeIs(String path, Optional<String> value) implements State {
    @Override
    public boolean holds(Machine machine) {
      return machine.xenStore().filter(store -> store.read(path).equals(value)).isPresent();
    }

    @Override
    public String toString() {
      return "XenStore has " + value.map(text -> path + " = '" + text + "'").orElse("no " + path);
    }
  }

  /** There is no domain of a number, neither in XenStore nor in the hypervisor. */
  record DomainGone(int domid) implements State {
    @Override
    public boolean holds(Machine machine) {
      return ExistingDomains.read(machine).lack(domid);
    }

    /** A domain that is destroyed leaves XenStore first, and the hypervisor when all is freed. */
    @Override
    public boolean comes(Machine machine) {
      return seenWithin(GUEST_LIMIT, this, machine);
    }

    @Override
    public String toString() {
      return "domain " + domid + " is gone";
    }
  }

  /** A driver is there to hold functions. */
  record DriverLoaded(String driver) implements State {
    @Override
    public boolean holds(Machine machine) {
      return machine.exists(PciBus.driverFolder(driver));
    }

    @Override
    public String toString() {
      return "the driver " + driver + " is loaded";
    }
  }

  /** A file has a text, or is not there. */
  record FileIs(Path file, Optional<String> text) implements State {
    @Override
    public boolean holds(Machine machine) {
      return machine.exact(file).equals(text);
    }

    @Override
    public boolean survivesReboot() {
      return !file.startsWith("/sys");
    }

    @Override
    public String toString() {
      return file + (text.isPresent() ? " is written" : " is gone");
    }
  }

  /** The initramfs of every kernel carries these files as they are now. */
  record InitramfsCarries(List<FileEdit> edits) implements State {
    @Override
    public boolean holds(Machine machine) {
      return Initramfs.of(machine).allCarry(machine, edits);
    }

    @Override
    public String toString() {
      return "the initramfs carries the settings";
    }
  }

  /**
   * Something that only a command can tell, such as what is so in a guest, is so: these are among
   * the lines it prints.
   */
  record Tells(Command question, List<String> lines) implements State {
    public Tells {
      lines = List.copyOf(lines);
    }

    @Override
    public boolean holds(Machine machine) {
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
      return "'%s' tells: %s".formatted(question, String.join(", ", lines));
    }
  }

  /** Several things are so. */
  record All(List<State> states) implements State {
    @Override
    public boolean survivesReboot() {
      return states.stream().anyMatch(State::survivesReboot);
    }

    @Override
    public boolean holds(Machine machine) {
      return states.stream().allMatch(state -> state.holds(machine));
    }

    @Override
    public boolean comes(Machine machine) {
      return states.stream().allMatch(state -> state.comes(machine));
    }

    @Override
    public String toString() {
      return states.stream().map(State::toString).collect(Collectors.joining(", "));
    }
  }

  /** Anything at all: what a step changed need not be taken back. */
  record Anything() implements State {
    @Override
    public boolean holds(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "as it is";
    }
  }

  /** Nothing outside the tool's own word tells; what it was for is seen at the end. */
  record ToldByTool() implements State {
    @Override
    public boolean holds(Machine machine) {
      return false;
    }

    @Override
    public boolean comes(Machine machine) {
      return true;
    }

    @Override
    public String toString() {
      return "the tool says so";
    }
  }
}
