package gangway.passthrough;

import gangway.check.Verdict;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.plan.Plan;
import gangway.request.Request;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request before any change: the host is observed, the request is checked and, if no finding
 * blocks it, planned.
 *
 * @param inventory the functions of the host, as observed
 * @param alreadySo whether the state is already as requested, so that there is nothing to do
 * @param plan the steps; empty if the request is blocked or there is nothing to do
 * @param unrecorded the functions that the request gives away and that have no record in the file
 *     of acknowledged devices
 */
public record PreparedRequest(
    Verdict verdict,
    Inventory inventory,
    boolean alreadySo,
    Plan plan,
    SortedMap<PciAddress, DeviceIdentity> unrecorded) {
  private static final Plan NO_STEPS = new Plan(List.of());

  public PreparedRequest {
    unrecorded = Collections.unmodifiableSortedMap(new TreeMap<>(unrecorded));
  }

  public static PreparedRequest of(HostSnapshot host, Verdict verdict) {
    if (verdict.refused()) {
      return withoutSteps(host, verdict, false);
    }
    return Postcondition.unmet(host.assignments(), verdict.request()).isEmpty()
        ? withoutSteps(host, verdict, true)
        : new PreparedRequest(
            verdict,
            host.inventory(),
            false,
            Planner.plan(host, verdict.request()),
            unrecorded(host, verdict.request()));
  }

  private static SortedMap<PciAddress, DeviceIdentity> unrecorded(
      HostSnapshot host, Request request) {
    return switch (request) {
      case Request.Hide _, Request.Attach _, Request.New _ ->
          host.hardware().unrecorded(request.functions());
      case Request.Unhide _, Request.Detach _, Request.Ready _ -> new TreeMap<>();
    };
  }

  private static PreparedRequest withoutSteps(
      HostSnapshot host, Verdict verdict, boolean alreadySo) {
    return new PreparedRequest(verdict, host.inventory(), alreadySo, NO_STEPS, new TreeMap<>());
  }

  public Request request() {
    return verdict.request();
  }
}
