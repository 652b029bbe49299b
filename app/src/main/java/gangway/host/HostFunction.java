package gangway.host;

import gangway.Answer;
import gangway.boot.AtBoot;
import gangway.boot.HideSetting;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import java.util.Optional;

/**
 * A function with its owner and boot setting.
 *
 * @param atBoot what happens to it at the next boot
 */
public record HostFunction(PciFunction function, Owner owner, AtBoot atBoot) {

  public PciAddress address() {
    return function.address();
  }

  /** Whether pciback holds it now, with or without a guest. */
  public boolean hiddenNow() {
    return function.driver().equals(Optional.of(Owner.PCIBACK));
  }

  /** Whether dom0 can use it; what pciback or a guest has carries nothing of dom0. */
  public boolean usableByDom0() {
    return owner instanceof Owner.Dom0 || owner instanceof Owner.Inconsistent;
  }

  /** Whether it is certain that pciback takes it at the next boot, before its driver. */
  public boolean hiddenAfterReboot() {
    return atBoot.hidden() == Answer.YES;
  }

  /** The list that names it for the next boot, whether that hides it or not. */
  public Optional<HideSetting> namedIn() {
    return atBoot.setting();
  }
}
