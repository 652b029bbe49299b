package gangway.check;

import gangway.host.HostSnapshot;
import gangway.host.storage.DiskUsage;
import gangway.host.storage.Losses;
import gangway.host.storage.Storage;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Impact;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what dom0 and its guests lose with a function that carries disks.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code DISK-ROOT}: dom0 loses a file system that it runs or boots from, and the host goes
 *       down with all guests.
 *   <li>{@code DISK-IN-USE}: programs in dom0 get I/O errors, and unwritten data is lost.
 *   <li>{@code DISK-MEMBER}: an active volume group, array or pool loses a disk, although nothing
 *       on it is mounted.
 *   <li>{@code DISK-GUEST}: a running guest gets I/O errors on its disk.
 *   <li>{@code DISK-DEGRADED}: an array loses its redundancy, and the next disk that fails destroys
 *       the data.
 *   <li>{@code DISK-FSTAB}: the next boot of dom0 waits for the disk and may end in the emergency
 *       shell.
 *   <li>{@code DISK-GUEST-DEFINED}: a guest fails to start.
 *   <li>{@code DISK-DORMANT}: data that dom0 may need later goes to a guest, which may overwrite
 *       it.
 *   <li>{@code DISK-UNKNOWN} ({@link UnplacedChecks}): dom0 loses a file system whose disk is not
 *       known.
 *   <li>{@code DISK-INCONSISTENT}: the user trusts a verdict that is based on contradictory data.
 * </ul>
 */
final class DiskChecks {
  private DiskChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    Storage storage = host.storage();
    DiskUsage usage = new DiskUsage(storage);
    Set<PciAddress> gone = gone(host, request, usage);
    Losses together = new Losses(storage, gone, RemoteUses.unreached(host, gone));
    List<Finding> findings = new ArrayList<>();
    for (PciAddress function : request.functions()) {
      Map<Kind, List<Use>> lost = new EnumMap<>(Kind.class);
      List<Use> degraded = new ArrayList<>();
      for (Use use : usage.by(function)) {
        Impact impact = together.of(use.on());
        if (impact == Impact.LOST) {
          lost.computeIfAbsent(use.kind(), _ -> new ArrayList<>()).add(use);
        } else if (impact == Impact.DEGRADED && use.kind().active()) {
          degraded.add(use);
        }
      }
      DiskEvidence evidence = new DiskEvidence(storage, usage, function, gone, together);
      lost.forEach((kind, uses) -> findings.add(lost(kind, uses, evidence).about(function)));
      if (!degraded.isEmpty()) {
        findings.add(degraded(degraded, evidence).about(function));
      }
    }
    findings.addAll(UnplacedChecks.of(host, request));
    contradictions(storage, request).ifPresent(findings::add);
    return findings;
  }

  /**
   * All functions that dom0 loses: those of the request and, for a request that lasts, those that
   * boot settings already hide, also if pciback holds them already. A mirror survives the loss of
   * one disk, but not of both.
   */
  private static Set<PciAddress> gone(HostSnapshot host, Request.Hide request, DiskUsage usage) {
    Set<PciAddress> gone = new HashSet<>(request.functions());
    if (request.lasting()) {
      usage.functions().stream()
          .filter(function -> host.inventory().boot().hiding(function).isPresent())
          .forEach(gone::add);
    }
    return gone;
  }

  private static Finding lost(Kind kind, List<Use> uses, DiskEvidence evidence) {
    String what = TextLists.of(uses.stream().map(Use::what).distinct().toList());
    PciAddress function = evidence.function();
    List<String> chains = evidence.chains(uses);
    return switch (kind) {
      case SYSTEM ->
          Finding.blocks(
                  "DISK-ROOT",
                  "%s carries %s, and dom0 cannot run or boot without it".formatted(function, what),
                  "first move it to a disk on another controller",
                  chains)
              .unlessAcceptedFor(function);
      case IN_USE ->
          Finding.blocks(
                  "DISK-IN-USE",
                  "%s carries %s, which dom0 uses now and would lose".formatted(function, what),
                  remedy(uses),
                  chains)
              .unlessAccepted();
      case MEMBER ->
          Finding.blocks(
                  "DISK-MEMBER",
                  ("%s carries %s, which is active in dom0 although nothing on it is mounted, and"
                          + " would be lost")
                      .formatted(function, what),
                  "if nobody needs it, stop it first (vgchange -an, mdadm --stop, cryptsetup close,"
                      + " multipath -f, zpool export)",
                  chains)
              .unlessAccepted();
      case GUEST ->
          Finding.blocks(
                  "DISK-GUEST",
                  "%s carries the disk of a running guest, which would lose it: %s"
                      .formatted(function, what),
                  "first shut the guest down (xl shutdown GUEST, or virsh shutdown GUEST), or move"
                      + " its disk to another controller",
                  chains)
              .unlessAccepted();
      case BOOT ->
          Finding.warns(
              "DISK-FSTAB",
              "the next boot of dom0 would wait for %s, which is on %s".formatted(what, function),
              "remove it from /etc/fstab or /etc/crypttab, or add the option nofail there; if a"
                  + " mount unit has it, disable the unit (systemctl disable UNIT)",
              chains);
      case DEFINED_GUEST ->
          Finding.warns(
              "DISK-GUEST-DEFINED",
              "%s carries the disk of a defined guest, which cannot start without it: %s"
                  .formatted(function, what),
              "move the disk to another controller, or remove it from the guest's definition",
              chains);
      case DORMANT ->
          Finding.warns(
              "DISK-DORMANT",
              "%s carries %s, which dom0 does not use at the moment".formatted(function, what),
              "check with 'lsblk -f' whether dom0 needs it later",
              chains);
    };
  }

  private static String remedy(List<Use> uses) {
    String off = "first switch it off (swapoff DEVICE) and remove it from /etc/fstab";
    String move =
        "first move it to another controller's disk, or unmount it (umount DIRECTORY) and remove it"
            + " from /etc/fstab";
    if (uses.stream().allMatch(use -> use.what().endsWith(Storage.IN_NO_MOUNT_TABLE))) {
      return "somebody unmounted it while a program used it (umount -l), or a mount namespace"
          + " without processes has it: end the programs that use it (lsof), and unmount the"
          + " files of such namespaces (findmnt -t nsfs)";
    }
    long swaps = uses.stream().filter(use -> use.what().startsWith("swap")).count();
    return swaps == 0 ? move : swaps == uses.size() ? off : move + "; swap: " + off;
  }

  private static Finding degraded(List<Use> uses, DiskEvidence evidence) {
    String what = TextLists.of(evidence.degraded(uses));
    return Finding.blocks(
            "DISK-DEGRADED",
            "without %2$s, %1$s would be degraded, not lost".formatted(what, evidence.function()),
            "first replace the member here by one on another controller (mdadm --replace, pvmove,"
                + " btrfs replace, zpool replace)",
            evidence.chains(uses))
        .unlessAccepted();
  }

  /** Contradictions matter only for a function that carries disks. */
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
                "the kernel's information about dom0's disks contradicts itself, so this check may"
                    + " have missed a use of them",
                "look at 'lsblk' and 'findmnt', and run the check again when no disk or mount is"
                    + " being changed",
                TextLists.lines(storage.contradictions(), TextLists.MAX_SHOWN)))
        : Optional.empty();
  }
}
