package gangway.host;

import gangway.boot.initramfs.Initramfs;
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
 * @param hotPlugs of the guests that run, by domain number
 * @param inUse what functions are used for, if it was looked at: it takes the longest
 * @param premises what a guest is to be made of, if one is
 * @param closeUps the functions it was observed for, and the bridges they hang on
 */
public record Host(
    boolean root,
    Optional<Xen> xen,
    Pciback pciback,
    Standing standing,
    Map<Integer, HotPlugs> hotPlugs,
    Map<Address, CloseUp> closeUps,
    Topology topology,
    Sharing sharing,
    Optional<InUse> inUse,
    Optional<Premises> premises,
    Initramfs initramfs,
    FreeSpace freeSpace) {

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
    return standing.original(function);
  }

  private InUse used() {
    return inUse.orElseThrow(() -> new IllegalStateException("what is in use was not looked at"));
  }

  /** What a guest that is to be made is made of. */
  public Premises premisesOfNewGuest() {
    return premises.orElseThrow(() -> new IllegalStateException("no guest is to be made"));
  }

  public Storage storage() {
    return used().storage();
  }

  public Network network() {
    return used().network();
  }

  public Consoles consoles() {
    return used().consoles();
  }

  public Inventory inventory() {
    return standing.inventory();
  }

  public Guests guests() {
    return standing.guests();
  }
}
