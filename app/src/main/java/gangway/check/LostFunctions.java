package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.host.TakenAtBoot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All functions that dom0 and the guests lose together with the functions of a request: those of
 * the request, those that other settings take at the next boot if the request lasts, their virtual
 * functions, and the functions that depend on them. They count together: a bond survives the loss
 * of each of its NICs, but not of both. A virtual function exists only while a driver of dom0 is
 * bound to its physical function; the driver removes it when it is unbound (Linux,
 * Documentation/PCI/pci-iov-howto.rst).
 *
 * @param asked the request
 * @param others the functions that are not part of the request, each with the reason why it is lost
 */
record LostFunctions(Request.Hide asked, SortedMap<PciAddress, Why> others) {
  /** A session ends some day. */
  private static final String SESSION = "NETWORK-SESSION";

  LostFunctions {
    others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
  }

  /**
   * Why a function is lost that is not part of the request.
   *
   * @param facts lines of evidence
   * @param configured whether a setting of the host takes it, not the request
   */
  record Why(List<String> facts, boolean configured) {
    Why {
      facts = List.copyOf(facts);
    }
  }

  static LostFunctions of(HostSnapshot host, Request.Hide asked) {
    NavigableMap<PciAddress, Why> others = new TreeMap<>();
    if (asked.lasting()) {
      TakenAtBoot.of(host.inventory())
          .settings()
          .forEach((function, setting) -> {
            Why why = new Why(List.of(setting.fact()), true);
            others.put(function, why);
            along(host, function)
                .forEach((other, because) ->
                    others.putIfAbsent(
                        other, new Why(List.of(because, function + ": " + setting.fact()), true)));
          });
    }
    for (PciAddress function : asked.functions()) {
      along(host, function)
          .forEach((other, because) -> others.put(other, new Why(List.of(because), false)));
    }
    asked.functions().forEach(others::remove);
    return new LostFunctions(asked, others);
  }

  /** What is lost with a function, each with the reason. */
  private static Map<PciAddress, String> along(HostSnapshot host, PciAddress function) {
    Map<PciAddress, String> along = new TreeMap<>();
    host.inspection(function)
        .map(FunctionInspection::details)
        .ifPresent(details -> {
          details.dependents().stream()
              .filter(other -> !isBridge(host, other))
              .forEach(other -> along.put(other, becauseOfLink(other, function)));
          details
              .virtualFunctions()
              .forEach(virtual -> along.put(virtual, because(virtual, function)));
        });
    return along;
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

  /**
   * The findings that matter; those about a function that is not asked for say why it is lost. Of a
   * function that a setting of the host takes, only what dom0 needs matters: who made the setting
   * knew the rest.
   */
  List<Finding> explained(Collection<Finding> findings) {
    return findings.stream()
        .filter(finding -> !isConfigured(finding.function()) || needed(finding))
        .map(this::explained)
        .toList();
  }

  private boolean isConfigured(Optional<PciAddress> function) {
    return why(function).filter(Why::configured).isPresent();
  }

  private Optional<Why> why(Optional<PciAddress> function) {
    return function.flatMap(address -> Optional.ofNullable(others.get(address)));
  }

  private Finding explained(Finding finding) {
    Finding explained = finding;
    for (String fact : why(finding.function()).map(Why::facts).orElse(List.of())) {
      explained = explained.evidence().contains(fact) ? explained : explained.with(fact);
    }
    return explained;
  }

  /** Whether a finding stops dom0; a degraded array or bond does not. */
  static boolean needed(Finding finding) {
    return finding.blocks()
        && !finding.code().equals(SESSION)
        && !finding.code().endsWith("-DEGRADED");
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
