package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All functions that dom0 and the guests lose if a request hides functions: those of the request,
 * their virtual functions, and the functions that depend on them. A virtual function exists only
 * while a driver of dom0 is bound to its physical function; the driver removes it when it is
 * unbound (Linux, Documentation/PCI/pci-iov-howto.rst).
 *
 * @param asked the request
 * @param others the functions that are not part of the request, each with the reason why it is lost
 */
record LostFunctions(Request.Hide asked, SortedMap<PciAddress, String> others) {
  LostFunctions {
    others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
  }

  static LostFunctions of(HostSnapshot host, Request.Hide asked) {
    NavigableMap<PciAddress, String> others = new TreeMap<>();
    for (PciAddress function : asked.functions()) {
      host.inspection(function)
          .map(FunctionInspection::details)
          .ifPresent(details -> {
            details.dependents().stream()
                .filter(other -> !isBridge(host, other))
                .forEach(other -> others.put(other, becauseOfLink(other, function)));
            details
                .virtualFunctions()
                .forEach(virtual -> others.put(virtual, because(virtual, function)));
          });
    }
    asked.functions().forEach(others::remove);
    return new LostFunctions(asked, others);
  }

  /** What is lost with a bridge is on the functions below it, which are dependents too. */
  private static boolean isBridge(HostSnapshot host, PciAddress function) {
    return host.inventory().at(function).filter(one -> one.function().type().bridge()).isPresent();
  }

  /** The same request for all functions that are lost. */
  Request.Hide all() {
    return new Request.Hide(
        Stream.concat(asked.functions().stream(), others.keySet().stream()).toList(),
        asked.reach());
  }

  /** The findings; those about a function that is not asked for say why the request takes it. */
  List<Finding> explained(Collection<Finding> findings) {
    return findings.stream()
        .map(finding ->
            finding
                .function()
                .flatMap(function -> Optional.ofNullable(others.get(function)))
                .map(finding::with)
                .orElse(finding))
        .toList();
  }

  /** Why a request for a physical function is about a virtual function too. */
  static String because(PciAddress virtual, PciAddress physical) {
    return "%s is a virtual function of %s and disappears with it".formatted(virtual, physical);
  }

  private static String becauseOfLink(PciAddress dependent, PciAddress supplier) {
    return "%s stops when the driver of %s is unbound: the kernel connects them by a device link"
        .formatted(dependent, supplier);
  }
}
