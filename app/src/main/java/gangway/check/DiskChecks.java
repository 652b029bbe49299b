package gangway.check;

import gangway.host.Host;
import gangway.host.storage.Carried;
import gangway.host.storage.Losses;
import gangway.host.storage.Storage;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Fate;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What dom0 and its guests would lose with functions that carry their disks. */
final class DiskChecks {
  private DiskChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
    Storage storage = host.storage();
    Carried carried = new Carried(storage);
    Set<Address> gone = gone(host, request, carried);
    Losses together = new Losses(storage, gone);
    List<Finding> findings = new ArrayList<>();
    for (Address function : request.functions()) {
      Map<Kind, List<Use>> lost = new EnumMap<>(Kind.class);
      List<Use> degraded = new ArrayList<>();
      for (Use use : carried.by(function)) {
        Fate fate = together.of(use.on());
        if (fate == Fate.LOST) {
          lost.computeIfAbsent(use.kind(), _ -> new ArrayList<>()).add(use);
        } else if (fate == Fate.DEGRADED && use.kind().active()) {
          degraded.add(use);
        }
      }
      DiskEvidence evidence = new DiskEvidence(storage, carried, function, gone, together);
      lost.forEach((kind, uses) -> findings.add(lost(kind, uses, evidence).about(function)));
      if (!degraded.isEmpty()) {
        findings.add(degraded(degraded, evidence).about(function));
      }
    }
    contradictions(storage, request).ifPresent(findings::add);
    return findings;
  }

  /**
   * All that goes: what is asked for at once and, after a reboot, what is set to be hidden by then.
   * What one of two mirrored disks can bear, both cannot.
   */
  private static Set<Address> gone(Host host, Request.Hide request, Carried carried) {
    Set<Address> gone = new HashSet<>(request.functions());
    if (request.lasting()) {
      carried.functions().stream()
          .filter(function -> host.inventory().boot().hiding(function).isPresent())
          .forEach(gone::add);
    }
    return gone;
  }

  private static Finding lost(Kind kind, List<Use> uses, DiskEvidence evidence) {
    String what = Several.of(uses.stream().map(Use::what).distinct().toList());
    Address function = evidence.function();
    List<String> chains = evidence.chains(uses);
    return switch (kind) {
      case SYSTEM ->
          Finding.blocks(
                  "DISK-ROOT",
                  "dom0 would lose %s with %s".formatted(what, function),
                  "move it to another disk first; dom0 cannot run or start without it",
                  chains)
              .unlessAcceptedFor(function);
      case IN_USE ->
          Finding.blocks(
                  "DISK-IN-USE",
                  "dom0 would lose %s with %s".formatted(what, function),
                  wayOut(uses),
                  chains)
              .unlessAccepted();
      case MEMBER ->
          Finding.blocks(
                  "DISK-MEMBER",
                  "dom0 would lose %s with %s, active though nothing on it is mounted"
                      .formatted(what, function),
                  "if nobody needs it, stop it first (vgchange -an, mdadm --stop, cryptsetup close,"
                      + " multipath -f, zpool export)",
                  chains)
              .unlessAccepted();
      case GUEST ->
          Finding.blocks(
                  "DISK-GUEST",
                  "a running guest would lose its disk with %s: %s".formatted(function, what),
                  "shut the guest down, or move its disk to another one first",
                  chains)
              .unlessAccepted();
      case BOOT ->
          Finding.warns(
              "DISK-FSTAB",
              "the next boot would wait for %s, which is on %s".formatted(what, function),
              "take it out of /etc/fstab, or give it the option nofail there",
              chains);
      case DEFINED_GUEST ->
          Finding.warns(
              "DISK-GUEST-DEFINED",
              "a guest would not start without its disk on %s: %s".formatted(function, what),
              "move the disk, or take it out of the guest's definition",
              chains);
      case DORMANT ->
          Finding.warns(
              "DISK-DORMANT",
              "%s carries %s, which nothing in dom0 uses at the moment".formatted(function, what),
              "see with 'lsblk -f' whether dom0 wants it again",
              chains);
    };
  }

  private static String wayOut(List<Use> uses) {
    String off = "switch it off (swapoff) and take it out of /etc/fstab first";
    String move = "move it to another disk, or unmount it and take it out of /etc/fstab first";
    long swaps = uses.stream().filter(use -> use.what().startsWith("swap")).count();
    return swaps == 0 ? move : swaps == uses.size() ? off : move + "; swap: " + off;
  }

  private static Finding degraded(List<Use> uses, DiskEvidence evidence) {
    String what = Several.of(evidence.degraded(uses));
    return Finding.blocks(
            "DISK-DEGRADED",
            "%s would be degraded, not lost, with %s".formatted(what, evidence.function()),
            "give it a member on another function first, in the place of the one here",
            evidence.chains(uses))
        .unlessAccepted();
  }

  /** Only of a function that carries disks can something have been missed. */
  private static Optional<Finding> contradictions(Storage storage, Request.Hide request) {
    boolean carries =
        !storage.contradictions().isEmpty()
            && storage.volumes().values().stream()
                .flatMap(volume -> volume.path().stream())
                .anyMatch(request.functions()::contains);
    return carries
        ? Optional.of(
            Finding.warns(
                "DISK-INCONSISTENT",
                "what the kernel tells of dom0's disks contradicts itself, so something on them"
                    + " may have been missed",
                "look at 'lsblk' and 'findmnt', and check again when nothing is being changed",
                Several.lines(storage.contradictions(), Several.MOST)))
        : Optional.empty();
  }
}
