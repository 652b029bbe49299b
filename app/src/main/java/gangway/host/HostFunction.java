package gangway.host;

import gangway.boot.HideSetting;
import gangway.pci.Address;
import gangway.pci.Function;
import java.util.Optional;

/**
 * A function as dom0 has it.
 *
 * @param boot where it is set to be hidden after the next boot
 */
public record HostFunction(Function function, Owner owner, Optional<HideSetting> boot) {

  public Address address() {
    return function.address();
  }

  /** Whether pciback holds it now, for a guest or for none. */
  public boolean hiddenNow() {
    return function.driver().equals(Optional.of(Owner.PCIBACK));
  }

  /** Whether pciback will take it at the next boot. */
  public boolean hiddenAfterReboot() {
    return boot.isPresent();
  }
}
