package gangway.check;

import gangway.host.GuideHost;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Requests for tests. */
public final class Requests {
  public static final Set<Reach> NOW = Set.of(Reach.NOW);
  public static final Set<Reach> LASTING = Set.of(Reach.LASTING);
  public static final Set<Reach> BOTH = Set.of(Reach.NOW, Reach.LASTING);

  private Requests() {}

  public static Request hide(Set<Reach> reach, String... functions) {
    return new Request.Hide(addresses(functions), reach);
  }

  public static Request unhide(Set<Reach> reach, String... functions) {
    return new Request.Unhide(addresses(functions), reach);
  }

  public static Request attach(Set<Reach> reach, String guest, String... functions) {
    return new Request.Attach(guest, addresses(functions), reach);
  }

  public static Request detach(Set<Reach> reach, String guest, String... functions) {
    return new Request.Detach(guest, addresses(functions), reach, Manner.ORDERLY);
  }

  public static Request forcedDetach(Set<Reach> reach, String guest, String... functions) {
    return new Request.Detach(guest, addresses(functions), reach, Manner.FORCED);
  }

  private static List<PciAddress> addresses(String... functions) {
    return Stream.of(functions).map(GuideHost::address).toList();
  }
}
