package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.Function;
import gangway.pci.PciBus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the driver a function goes back to, asking the surest source first. */
final class Originals {
  private static final Pattern DRIVER_FOLDER =
      Pattern.compile(Pattern.quote(PciBus.DRIVERS + "/") + "([^/\\p{Cntrl}]+)");

  private final Machine machine;
  private final PciBus bus;

  Originals(Machine machine) {
    this.machine = machine;
    bus = new PciBus(machine);
  }

  /** The driver that holds a function or, where that is pciback, the one that held it before. */
  Optional<Original> of(Function function) {
    Optional<String> driver = function.driver();
    if (driver.isPresent() && !driver.get().equals(Owner.PCIBACK)) {
      return Optional.of(named(function, driver.get()));
    }
    return kept(function).or(() -> libxlRemembers(function)).or(() -> claimedBy(function));
  }

  /** The driver that is kept on disk for a function, if it is the function it was kept for. */
  Optional<Original> kept(Function function) {
    return machine
        .read(Original.file(function.address()))
        .flatMap(Original::parse)
        .filter(original -> original.id().equals(function.id()));
  }

  /** libxl notes the driver's folder in XenStore, for a function that xl made assignable. */
  private Optional<Original> libxlRemembers(Function function) {
    String node = LibxlNote.driverNode(function.address());
    return machine
        .xenStore()
        .flatMap(store -> store.read(node))
        .map(DRIVER_FOLDER::matcher)
        .filter(Matcher::matches)
        .map(folder -> named(function, folder.group(1)));
  }

  /**
   * The module modprobe would load for the function, where that is one. It is named as often as its
   * table matches: {@code nvme} by the vendor and by the class.
   */
  private Optional<Original> claimedBy(Function function) {
    List<String> modules =
        machine.told(Command.of("modprobe", "-R", function.modalias())).stream()
            .flatMap(String::lines)
            .distinct()
            .toList();
    return modules.size() == 1
        ? Optional.of(
            new Original(function.id(), Optional.empty(), Optional.of(modules.getFirst())))
        : Optional.empty();
  }

  private Original named(Function function, String driver) {
    return new Original(function.id(), Optional.of(driver), bus.module(driver));
  }
}
