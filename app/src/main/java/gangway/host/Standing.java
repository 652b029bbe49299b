package gangway.host;

import gangway.pci.Address;
import gangway.toolstack.Guests;
import java.util.Map;
import java.util.Optional;

/**
 * Who has the functions of a machine, now and by what is written down: all that a request changes,
 * and so all that is looked at to see whether it was carried out.
 *
 * @param originals the drivers that functions had before they were hidden; for one that a driver of
 *     dom0 holds, that driver; known of the functions it was observed for and of those that are to
 *     be hidden after the next boot
 */
public record Standing(Inventory inventory, Guests guests, Map<Address, Original> originals) {
  public Standing {
    originals = Map.copyOf(originals);
  }

  /** The driver a function goes back to. */
  public Optional<Original> original(Address function) {
    return Optional.ofNullable(originals.get(function));
  }
}
