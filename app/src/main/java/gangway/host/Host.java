package gangway.host;

import gangway.boot.Initramfs;
import gangway.pci.Address;
import gangway.toolstack.Guests;
import java.util.Map;
import java.util.Optional;

/**
 * A machine as it was observed at one moment; everything that is checked and planned is checked and
 * planned on this.
 *
 * @param xen the hypervisor, if there is one
 * @param pciback whether the holding driver is there, and if not, whether it can be loaded
 * @param overridden functions that sysfs' {@code driver_override} keeps from all drivers but one,
 *     and that one
 * @param originals the drivers that functions had before they were hidden; for one that a driver of
 *     dom0 holds, that driver
 */
public record Host(
    boolean root,
    Optional<Xen> xen,
    Pciback pciback,
    Inventory inventory,
    Map<Address, String> overridden,
    Map<Address, Original> originals,
    Storage storage,
    Network network,
    Initramfs initramfs,
    Guests guests) {

  /** The state of the holding driver. */
  public enum Pciback {
    LOADED,
    LOADABLE,
    MISSING
  }

  /** The driver a function goes back to. */
  public Optional<Original> original(Address function) {
    return Optional.ofNullable(originals.get(function));
  }
}
