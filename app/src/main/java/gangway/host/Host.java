package gangway.host;

import gangway.boot.Initramfs;
import gangway.host.network.Network;
import gangway.host.storage.Storage;
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
 * @param closeUps the functions it was observed for, and the bridges they hang on
 * @param originals the drivers that functions had before they were hidden; for one that a driver of
 *     dom0 holds, that driver; known of the functions it was observed for and of those that are to
 *     be hidden after the next boot
 */
public record Host(
    boolean root,
    Optional<Xen> xen,
    Pciback pciback,
    Inventory inventory,
    Map<Address, CloseUp> closeUps,
    Map<Address, Original> originals,
    Topology topology,
    Sharing sharing,
    Storage storage,
    Network network,
    Consoles consoles,
    Initramfs initramfs,
    Guests guests) {

  /** The state of the holding driver. */
  public enum Pciback {
    LOADED,
    LOADABLE,
    MISSING
  }

  /** A function that was looked at closely. */
  public Optional<CloseUp> closeUp(Address function) {
    return Optional.ofNullable(closeUps.get(function));
  }

  /** The driver a function goes back to. */
  public Optional<Original> original(Address function) {
    return Optional.ofNullable(originals.get(function));
  }
}
