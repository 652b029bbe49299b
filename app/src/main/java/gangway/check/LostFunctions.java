package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
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
    return finding.with(because(finding.function().orElseThrow(), physical));
  }

  /** Why a request for a physical function is about a virtual function too. */
  static String because(PciAddress virtual, PciAddress physical) {
    return "%s is a virtual function of %s and disappears with it".formatted(virtual, physical);
  }
}
