package gangway.host;

import gangway.boot.HideSetting;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import java.util.Optional;

/**
 * A function with its owner and boot setting.
 *
 * @param boot the setting that hides it at the next boot, if any
 */
public record HostFunction(PciFunction function, Owner owner, Optional<HideSetting> boot) {

  public PciAddress address() {
    return function.address();
  }

  /** Whether pciback holds it now, with or without a guest. */
  public boolean hiddenNow() {
    return function.driver().equals(Optional.of(Owner.PCIBACK));
  }

  /** Whether pciback will take it at the next boot. */
  public boolean hiddenAfterReboot() {
    return boot.isPresent();
  }
}
