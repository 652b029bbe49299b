package gangway.boot;

import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The list of functions to hide at boot, in which functions have other addresses.
 *
 * @param boot the settings as they are, with a list
 * @param moves the new addresses by the old ones; two functions can have changed places
 */
public record MovedList(BootSettings boot, SortedMap<PciAddress, PciAddress> moves) {
  public MovedList {
    moves = Collections.unmodifiableSortedMap(new TreeMap<>(moves));
    if (boot.effective().isEmpty()) {
      throw new IllegalArgumentException("no list of functions is set");
    }
  }

  private HideSetting present() {
    return boot.effective().orElseThrow();
  }

  /** The settings with this list in effect. */
  public BootSettings then() {
    HideSetting set = present();
    List<HideSetting> settings =
        new ArrayList<>(boot.settings().subList(0, boot.settings().size() - 1));
    settings.add(
        new HideSetting(
            set.kind(), set.file(), set.line(), set.list().moving(moves), set.cutOff()));
    return boot.with(settings, boot.devices().moving(moves));
  }

  /**
   * The changes that store this list in the place of the present one.
   *
   * @param drivers the modules that can take each function at boot, by its new address
   * @param identities the devices that the list means, by their new addresses; none on a host whose
   *     initramfs does not look for them
   * @throws gangway.Problem of kind REFUSED if the settings are such that Gangway must not touch
   *     them
   */
  public List<FileEdit> edits(
      Map<PciAddress, Set<String>> drivers, Map<PciAddress, DeviceIdentity> identities) {
    KernelLimits.refuseHighDomains(moves.values());
    boot.commandLine()
        .filter(_ -> !boot.pcibackBuiltIn())
        .ifPresent(KernelCommandLine::refuseModule);
    HideList list = boot.editable(boot.effective(), present().list());
    FileEdits edits = new FileEdits(boot.files());
    boot.store(KernelLimits.fitting(list.moving(moves)), identities, edits);
    boot.loadFirst(drivers, edits);
    return edits.made();
  }
}
