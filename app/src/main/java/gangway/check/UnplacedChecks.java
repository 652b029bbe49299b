package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Unanswered;
import gangway.host.storage.Storage;
import gangway.host.storage.Unplaced;
import gangway.host.storage.Unplaced.Where;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the functions that may carry something that dom0 uses, where the place of its data cannot
 * be determined.
 *
 * <p>What happens without {@code DISK-UNKNOWN}: dom0 loses a file system, perhaps its root, with a
 * function that looks unused.
 */
final class UnplacedChecks {
  private UnplacedChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    Storage storage = host.storage();
    List<Finding> findings = new ArrayList<>();
    for (PciAddress address : request.functions()) {
      boolean disks = mayHaveDisks(host, address);
      boolean network = mayBeNetwork(host, address);
      List<Unplaced> carried =
          Stream.concat(storage.unplaced().stream(), unanswered(host, address))
              .filter(use ->
                  (disks && use.where() != Where.REMOTE)
                      || (network && (use.where() != Where.ON_A_DISK || remoteDisks(storage))))
              .toList();
      boolean usable = host.inventory().at(address).filter(HostFunction::usableByDom0).isPresent();
      List<Unplaced> now = carried.stream().filter(use -> !use.later()).toList();
      List<Unplaced> later = carried.stream().filter(Unplaced::later).toList();
      if (!now.isEmpty() && usable) {
        findings.add(finding(address, now));
      }
      if (!later.isEmpty() && usable) {
        findings.add(defined(address, later));
      }
    }
    return findings;
  }

  /** What is not known at all, because the kernel does not tell it. */
  private static Stream<Unplaced> unanswered(HostSnapshot host, PciAddress address) {
    return host.unanswered().stream()
        .flatMap(missing ->
            switch (missing.subject()) {
              case STORAGE -> Stream.of(unknown(missing, Where.ANYWHERE));
              case STORAGE_OF_A_COPY ->
                  hasDisks(host, address)
                      ? Stream.of(unknown(missing, Where.ON_A_DISK))
                      : Stream.empty();
              default -> Stream.empty();
            });
  }

  private static Unplaced unknown(Unanswered missing, Where where) {
    return new Unplaced("everything that dom0 and its guests use", missing.why(), where);
  }

  private static Finding finding(PciAddress function, List<Unplaced> carried) {
    List<String> what = carried.stream().map(Unplaced::what).distinct().toList();
    return Finding.blocks(
            "DISK-UNKNOWN",
            "the disk or server of %s is not known, and %s may carry it"
                .formatted(TextLists.of(what), function),
            "find out which controller or NIC it depends on (findmnt, lsblk -s), or unmount it"
                + " first (umount DIRECTORY)",
            TextLists.lines(
                carried.stream().map(UnplacedChecks::evidence).distinct().toList(),
                TextLists.MAX_SHOWN))
        .unlessAcceptedFor(function);
  }

  private static Finding defined(PciAddress function, List<Unplaced> carried) {
    List<String> what = carried.stream().map(Unplaced::what).distinct().toList();
    return Finding.warns(
            "DISK-GUEST-DEFINED",
            ("the disk or server of %s is not known, and %s may carry it; the guest cannot start"
                    + " without its disk")
                .formatted(TextLists.of(what), function),
            "find out which controller or NIC the disk depends on before you start the guest",
            TextLists.lines(
                carried.stream().map(UnplacedChecks::evidence).distinct().toList(),
                TextLists.MAX_SHOWN))
        .about(function);
  }

  private static String evidence(Unplaced use) {
    return use.why().startsWith(use.what() + " ") ? use.why() : use.what() + ": " + use.why();
  }

  private static boolean mayHaveDisks(HostSnapshot host, PciAddress address) {
    return type(host, address).anyMatch(PciClass::leadsToDisks) || hasDisks(host, address);
  }

  private static boolean hasDisks(HostSnapshot host, PciAddress address) {
    return host.storage().volumes().values().stream()
        .anyMatch(volume -> volume.path().contains(address));
  }

  private static boolean mayBeNetwork(HostSnapshot host, PciAddress address) {
    return type(host, address).anyMatch(PciClass::leadsToMachines)
        || host.network().interfaces().layers().areOn(address);
  }

  /** Whether a disk of this machine may itself be on another machine. */
  private static boolean remoteDisks(Storage storage) {
    return storage.volumes().values().stream().anyMatch(volume -> volume.peer().isPresent());
  }

  private static Stream<PciClass> type(HostSnapshot host, PciAddress address) {
    return host.inventory().at(address).stream().map(function -> function.function().type());
  }
}
