package gangway.host;

import gangway.pci.PciAddress;
import gangway.xen.guest.Guests;
import java.util.Map;
import java.util.Optional;

/**
 * The owners of a machine's functions, now and in the settings: everything that a request changes,
 * and so everything that Gangway reads again to verify the result.
 *
 * @param seen the guests; empty if they were not read, because a request does not change how they
 *     are defined
 * @param originals the drivers of functions before they were hidden, or the current driver of a
 *     function that dom0 has; read only for the functions of the request and those that boot
 *     settings hide
 * @param replaced the functions whose address had another device when Gangway hid it; read for the
 *     same functions
 */
public record Assignments(
    Inventory inventory,
    Optional<Guests> seen,
    Map<PciAddress, OriginalDriver> originals,
    Map<PciAddress, ReplacedDevice> replaced) {
  public Assignments {
    originals = Map.copyOf(originals);
    replaced = Map.copyOf(replaced);
  }

  /**
   * The guests.
   *
   * @throws IllegalStateException if they were not read: nothing may be concluded from that
   */
  public Guests guests() {
    return seen.orElseThrow(() -> new IllegalStateException("the guests were not read"));
  }

  /** What is known if another device had the address of a function when Gangway hid it. */
  public Optional<ReplacedDevice> replaced(PciAddress function) {
    return Optional.ofNullable(replaced.get(function));
  }

  /** The driver that a function gets back when it is unhidden. */
  public Optional<OriginalDriver> original(PciAddress function) {
    return Optional.ofNullable(originals.get(function));
  }
}
