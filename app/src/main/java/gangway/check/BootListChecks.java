package gangway.check;

import gangway.host.HostSnapshot;
import gangway.host.TakenAtBoot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Checks whether dom0 needs a function that the settings of the host take at the next boot already:
 * by hand, by a group with {@code *}, by another program, or because the functions have other
 * addresses now. A request that rebuilds the initramfs makes such a list take effect.
 */
final class BootListChecks {
  private BootListChecks() {}

  /** The blocking findings about everything that is taken at the next boot. */
  static List<Finding> of(HostSnapshot host) {
    return of(host, TakenAtBoot.of(host.inventory()).functions());
  }

  /** The blocking findings about the functions that stay in a list that the request changes. */
  static List<Finding> of(HostSnapshot host, Request.Unhide request) {
    return of(host, TakenAtBoot.staying(host.inventory(), request));
  }

  /** As if exactly these functions were hidden now: what dom0 needs of them is the same. */
  private static List<Finding> of(HostSnapshot host, Collection<PciAddress> functions) {
    TakenAtBoot taken = TakenAtBoot.of(host.inventory());
    return functions.isEmpty()
        ? List.of()
        : NeededFunctions.of(
                host, new Request.Hide(List.copyOf(functions), Set.of(Request.Reach.NOW)))
            .map(finding ->
                finding
                    .function()
                    .flatMap(taken::at)
                    .map(setting -> finding.with(setting.fact()))
                    .orElse(finding))
            .toList();
  }
}
