package gangway.check;

import gangway.host.network.Addressing;
import gangway.host.network.Network;
import gangway.host.storage.Peer;
import gangway.net.IpAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The interfaces of dom0 that carry a connection with another machine.
 *
 * @param interfaces without the loopback interface; every one of them counts
 * @param how how the connection is known, for users: {@code from 10.0.9.5}
 * @param gap why other interfaces may carry it too, if they may
 */
record PeerPath(Set<String> interfaces, String how, Optional<String> gap) {
  private static final String LOOPBACK = "lo";

  /** The connection ends in a program, which is not asked where the data come from. */
  private static final String BY_A_PROGRAM =
      "no server of dom0's kernel has this address and port, so a program of dom0 has them; it may"
          + " pass the data on from another machine, as stunnel and ssh -L do";

  PeerPath {
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
  }

  /** The path to a peer, by dom0's addresses and routes. */
  static PeerPath to(Peer peer, Network network) {
    return switch (peer) {
      case Peer.Bound(Set<String> interfaces, String what) ->
          of(
              interfaces,
              what + ", bound to " + String.join(" and ", interfaces),
              Optional.of(BY_A_PROGRAM).filter(_ -> interfaces.contains(LOOPBACK)));
      case Peer.From(String own) -> from(own, network.addressing());
      case Peer.Address(String text, boolean servedByDom0) ->
          to(text, servedByDom0, network.addressing());
    };
  }

  private static PeerPath from(String own, Addressing addressing) {
    Set<String> having = IpAddress.parse(own).map(addressing::having).orElse(Set.of());
    boolean outside = !having.isEmpty() && !having.contains(LOOPBACK);
    return of(
        having,
        "through dom0's address " + own,
        Optional.of("dom0 has no interface to other machines with this address")
            .filter(_ -> !outside));
  }

  private static PeerPath to(String text, boolean servedByDom0, Addressing addressing) {
    Optional<IpAddress> address = IpAddress.parse(text);
    Set<String> own = address.map(addressing::having).orElse(Set.of());
    if (!own.isEmpty() || address.filter(IpAddress::loopback).isPresent()) {
      return of(
          own,
          "%s %s".formatted(own.isEmpty() ? "from" : "through dom0's address", text),
          Optional.of(BY_A_PROGRAM).filter(_ -> !servedByDom0));
    }
    Set<String> toward = addressing.toward(text);
    String none =
        address.isPresent() ? "dom0 has no route to this address" : "this is not an IP address";
    return of(
        toward,
        "from " + text,
        Optional.of(none).filter(_ -> toward.isEmpty() || toward.contains(LOOPBACK)));
  }

  private static PeerPath of(Set<String> interfaces, String how, Optional<String> gap) {
    Set<String> outside = new TreeSet<>(interfaces);
    outside.remove(LOOPBACK);
    return new PeerPath(outside, how, gap);
  }
}
