package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Checks which disks and file systems of other machines dom0 loses with a function.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code NETWORK-ROOT}: dom0 loses its root file system, and the host goes down with all
 *       guests.
 *   <li>{@code NETWORK-REMOTE}: programs and guests that use the other machine's file system or
 *       disk hang or get I/O errors.
 *   <li>{@code NETWORK-UNKNOWN}: the same, because the check could not find the NIC to the other
 *       machine. If even the machine is not known, the finding is {@code DISK-UNKNOWN} ({@link
 *       UnplacedChecks}).
 *   <li>{@code DISK-GUEST-DEFINED}: a guest whose disk is on another machine fails to start.
 * </ul>
 */
final class RemoteChecks {
  private final HostSnapshot host;
  private final NetworkLoss loss;
  private final RemoteUses uses;

  private RemoteChecks(HostSnapshot host, NetworkLoss loss) {
    this.host = host;
    this.loss = loss;
    uses = RemoteUses.of(host);
  }

  static List<Finding> of(HostSnapshot host, Request.Hide request, NetworkLoss loss) {
    RemoteChecks checks = new RemoteChecks(host, loss);
    return Stream.of(
            checks.roots(),
            checks.remotes(),
            checks.unknown(request.functions()),
            checks.defined(),
            checks.unknownDefined(request.functions()))
        .flatMap(findings -> findings)
        .toList();
  }

  /** dom0 can go on without all file systems of other machines except the root file system. */
  private Stream<Finding> roots() {
    return findings(
        uses.root(),
        (function, evidence) ->
            Finding.blocks(
                    "NETWORK-ROOT",
                    "dom0's root file system is on another machine, and dom0 would lose it without "
                        + function,
                    "first give dom0 another network path to that machine",
                    evidence)
                .unlessAcceptedFor(function));
  }

  private Stream<Finding> remotes() {
    return findings(
        uses.others(),
        (function, evidence) ->
            Finding.blocks(
                    "NETWORK-REMOTE",
                    "dom0 would lose file systems or disks of other machines, which it reaches"
                        + " through "
                        + function,
                    "first unmount them (umount DIRECTORY) or log out (iscsiadm -m node -T"
                        + " TARGET --logout), or give dom0 another network path to them",
                    evidence)
                .about(function)
                .unlessAccepted());
  }

  /** Nothing uses these disks now, as with a disk of dom0 that only a definition names. */
  private Stream<Finding> defined() {
    return findings(
        uses.later(),
        (function, evidence) ->
            Finding.warns(
                    "DISK-GUEST-DEFINED",
                    ("dom0 reaches the disk of a defined guest through %s, and the guest cannot"
                            + " start without its disk")
                        .formatted(function),
                    "give dom0 another network path to the server before you start the guest",
                    evidence)
                .about(function));
  }

  private Stream<Finding> unknownDefined(Collection<PciAddress> functions) {
    return uses.unknownLater().isEmpty()
        ? Stream.empty()
        : functions.stream()
            .filter(function -> RemoteUses.reachesOthers(host, function))
            .map(function ->
                Finding.warns(
                        "DISK-GUEST-DEFINED",
                        ("a defined guest has a disk on another machine, and gangway cannot"
                                + " determine whether dom0 reaches it through %s")
                            .formatted(function),
                        "find out which NIC dom0 uses for it (ip route get ADDRESS) before you"
                            + " start the guest",
                        TextLists.lines(uses.unknownLater(), TextLists.MAX_SHOWN))
                    .about(function));
  }

  /** A finding about a function, from the evidence. */
  private interface Lost {
    Finding finding(PciAddress function, List<String> evidence);
  }

  private Stream<Finding> findings(List<Use> all, Lost lost) {
    Map<PciAddress, List<Use>> byFunction = loss.lost(all);
    return byFunction.keySet().stream()
        .map(function ->
            lost.finding(
                function, loss.evidence(byFunction.getOrDefault(function, List.of()), function)));
  }

  /** Every function that can reach other machines may be the one. */
  private Stream<Finding> unknown(Collection<PciAddress> functions) {
    return functions.stream().flatMap(function -> unknown(host, uses, function).stream());
  }

  static List<Finding> unknown(HostSnapshot host, RemoteUses uses, PciAddress function) {
    return uses.unknown().isEmpty() || !RemoteUses.reachesOthers(host, function)
        ? List.of()
        : List.of(
            Finding.blocks(
                    "NETWORK-UNKNOWN",
                    ("dom0 uses disks or file systems of other machines, and gangway cannot"
                            + " determine whether dom0 reaches them through %s")
                        .formatted(function),
                    "find out which NIC dom0 uses for them (ss -tnp, ip route get ADDRESS), or"
                        + " unmount or disconnect them first",
                    TextLists.lines(uses.unknown(), TextLists.MAX_SHOWN))
                .unlessAcceptedFor(function));
  }
}
