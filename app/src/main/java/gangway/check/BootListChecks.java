package gangway.check;

import gangway.boot.HideSetting;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether dom0 needs a function that the list for the next boot already names, by hand, by a
 * group with {@code *}, or because the functions have other addresses now. A request that rebuilds
 * the initramfs makes such a list take effect.
 */
final class BootListChecks {
  private BootListChecks() {}

  /**
   * The blocking findings about disks, networks and consoles, for the functions that the list names
   * and that pciback does not hold yet.
   *
   * @param asked the functions of a request, which has its own findings about them
   */
  static List<Finding> of(HostSnapshot host, Collection<PciAddress> asked) {
    Optional<HideSetting> setting = host.inventory().boot().effective();
    List<PciAddress> named =
        host.inventory()
            .boot()
            .hidden(host.inventory().functions())
            .map(PciFunction::address)
            .filter(function ->
                host.inventory().at(function).filter(one -> !one.hiddenNow()).isPresent())
            .filter(function -> !asked.contains(function))
            .distinct()
            .toList();
    if (setting.isEmpty() || named.isEmpty()) {
      return List.of();
    }
    Request.Hide hide = new Request.Hide(named, Set.of(Request.Reach.LASTING));
    String place =
        "already in the list to hide at boot: %s: hide=%s"
            .formatted(setting.get().place(), setting.get().list());
    return NeededFunctions.of(host, hide).map(finding -> finding.with(place)).toList();
  }
}
