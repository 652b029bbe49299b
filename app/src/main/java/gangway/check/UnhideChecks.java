package gangway.check;

import gangway.boot.Initramfs;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.host.Standing;
import gangway.pci.Address;
import gangway.toolstack.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether functions can be given back to dom0. */
final class UnhideChecks {
  private UnhideChecks() {}

  static List<Finding> of(Host host, Request.Unhide request) {
    List<Finding> findings = new ArrayList<>();
    for (Address address : request.functions()) {
      Optional<HostFunction> function = host.inventory().at(address);
      if (function.isEmpty()) {
        findings.add(FunctionChecks.absent(address));
        continue;
      }
      if (request.now()) {
        FunctionChecks.unsettled(function.get()).ifPresent(findings::add);
        if (function.get().owner() instanceof Owner.Guest guest) {
          findings.add(
              Finding.blocks(
                  "GUEST-HAS-IT",
                  "guest %s has %s".formatted(guest.name(), address),
                  "take it from the guest first: gangway detach %s %s"
                      .formatted(guest.name(), address),
                  "XenStore: domain %d sees it at %s".formatted(guest.domid(), guest.vdev())));
        }
      }
      for (Guest guest : host.guests().defining(address)) {
        findings.add(
            Finding.warns(
                "DEFINED",
                "guest %s will want %s at its next start".formatted(guest.name(), address),
                "take it out of its definition: gangway detach --config %s %s"
                    .formatted(guest.name(), address),
                guest.definitions().stream().map(d -> d.file().toString()).toArray(String[]::new)));
      }
    }
    boolean hidden =
        request.functions().stream()
            .anyMatch(address -> host.inventory().boot().hiding(address).isPresent());
    if (request.lasting() && hidden && host.initramfs() == Initramfs.FOREIGN) {
      findings.add(
          Finding.blocks(
              "INITRAMFS-FOREIGN",
              "Gangway does not know how to rebuild this host's initramfs",
              "take the function out of modprobe's files and rebuild the initramfs by hand, then"
                  + " use --now"));
    }
    findings.addAll(driverless(host.standing(), request));
    return findings;
  }

  /**
   * Functions that are dom0's, as asked, and yet of no use to it. Asked once more when all is done.
   */
  static List<Finding> driverless(Standing standing, Request.Unhide request) {
    if (!request.now()) {
      return List.of();
    }
    return request.functions().stream()
        .flatMap(address -> standing.inventory().at(address).stream())
        .filter(function -> function.owner() instanceof Owner.Nobody)
        .filter(function -> standing.original(function.address()).isEmpty())
        .map(UnhideChecks::driverless)
        .toList();
  }

  private static Finding driverless(HostFunction function) {
    return Finding.warns(
        "NO-DRIVER",
        "no driver of dom0 has " + function.address(),
        "load its driver's module (modprobe MODULE); a driver that is loaded takes it after: echo"
            + " %s > /sys/bus/pci/drivers_probe".formatted(function.address()),
        "which driver it had is not on record",
        "its kind, as modprobe knows it: " + function.function().modalias());
  }
}
