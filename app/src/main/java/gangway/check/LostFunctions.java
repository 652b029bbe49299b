package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All functions that dom0 and the guests lose if a request hides functions: those of the request,
 * and their virtual functions. A virtual function exists only while a driver of dom0 is bound to
 * its physical function; the driver removes it when it is unbound (Linux,
 * Documentation/PCI/pci-iov-howto.rst).
 *
 * <p>What happens without the finding:
 *
 * <ul>
 *   <li>{@code KIN-VIRTUAL-GUEST}: a running guest loses a function while it uses it.
 * </ul>
 *
 * @param asked the request
 * @param virtual the virtual functions that are not part of the request, each with its physical
 *     function
 */
record LostFunctions(Request.Hide asked, SortedMap<PciAddress, PciAddress> virtual) {
  LostFunctions {
    virtual = Collections.unmodifiableSortedMap(new TreeMap<>(virtual));
  }

  static LostFunctions of(HostSnapshot host, Request.Hide asked) {
    SortedMap<PciAddress, PciAddress> virtual = new TreeMap<>();
    for (PciAddress physical : asked.functions()) {
      host.inspection(physical).map(FunctionInspection::details).stream()
          .flatMap(details -> details.virtualFunctions().stream())
          .filter(function -> !asked.functions().contains(function))
          .forEach(function -> virtual.put(function, physical));
    }
    return new LostFunctions(asked, virtual);
  }

  /** The same request for all functions that are lost. */
  Request.Hide all() {
    return new Request.Hide(
        Stream.concat(asked.functions().stream(), virtual.keySet().stream()).toList(),
        asked.reach());
  }

  /** The findings about the owners of the virtual functions. */
  List<Finding> owners(HostSnapshot host) {
    List<Finding> findings = new ArrayList<>();
    host.inventory()
        .present(virtual.keySet())
        .forEach(function -> owner(function).ifPresent(findings::add));
    return findings;
  }

  private Optional<Finding> owner(HostFunction function) {
    PciAddress address = function.address();
    return function.owner() instanceof Owner.Guest guest
        ? Optional.of(
            Finding.blocks(
                    "KIN-VIRTUAL-GUEST",
                    "guest %s would lose %s while it uses it".formatted(guest.name(), address),
                    "detach it from the guest first: gangway detach %s %s"
                        .formatted(guest.name(), address),
                    "XenStore: domain %d sees it at %s".formatted(guest.domid(), guest.vdev()))
                .about(address)
                .unlessAccepted())
        : FunctionChecks.unsettled(function).map(finding -> finding.about(address));
  }

  /** The findings; those about a virtual function say why the request takes it. */
  List<Finding> explained(Collection<Finding> findings) {
    return findings.stream()
        .map(finding ->
            finding
                .function()
                .flatMap(function -> Optional.ofNullable(virtual.get(function)))
                .map(physical -> because(finding, physical))
                .orElse(finding))
        .toList();
  }

  private static Finding because(Finding finding, PciAddress physical) {
    return finding.with(
        "%s is a virtual function of %s and disappears with it"
            .formatted(finding.function().orElseThrow(), physical));
  }
}
