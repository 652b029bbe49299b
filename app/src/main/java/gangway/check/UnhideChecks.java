package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.host.Service;
import gangway.host.Standing;
import gangway.pci.Address;
import gangway.pci.PciBus;
import gangway.request.Request;
import gangway.toolstack.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether functions can be given back to dom0. */
final class UnhideChecks {
  private UnhideChecks() {}

  static List<Finding> of(Host host, Request.Unhide request) {
    List<Finding> findings =
        new ArrayList<>(
            FunctionChecks.each(
                host,
                request,
                function ->
                    Stream.concat(
                        owner(function).filter(_ -> request.now()).stream(),
                        host.guests().defining(function.address()).stream()
                            .map(guest -> defined(guest, function.address())))));
    boolean hidden =
        request.functions().stream()
            .anyMatch(address -> host.inventory().boot().hiding(address).isPresent());
    if (request.lasting() && hidden && host.initramfs().obstacle().isPresent()) {
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

  private static Optional<Finding> owner(HostFunction function) {
    Address address = function.address();
    return function.owner() instanceof Owner.Guest guest
        ? Optional.of(
            Finding.blocks(
                "GUEST-HAS-IT",
                "guest %s has %s".formatted(guest.name(), address),
                "take it from the guest first: gangway detach %s %s"
                    .formatted(guest.name(), address),
                "XenStore: domain %d sees it at %s".formatted(guest.domid(), guest.vdev())))
        : FunctionChecks.unsettled(function);
  }

  private static Finding defined(Guest guest, Address address) {
    return Finding.warns(
        "DEFINED",
        "guest %s will want %s at its next start".formatted(guest.name(), address),
        "take it out of its definition: gangway detach --config %s %s"
            .formatted(guest.name(), address),
        guest.files().toList());
  }

  /**
   * Functions that are dom0's, as asked, and yet of no use to it. Asked once more when all is done.
   */
  static List<Finding> driverless(Standing standing, Request.Unhide request) {
    if (!request.now()) {
      return List.of();
    }
    return standing
        .inventory()
        .present(request.functions())
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

  /** A driver took its function back, and yet dom0 has nothing of it. */
  static Finding idle(HostFunction function) {
    return Finding.warns(
        "NO-SERVICE",
        "%s has its driver back, and dom0 sees no %s of it yet"
            .formatted(
                function.address(),
                Service.of(function.function()).map(Service::toString).orElse("use")),
        "look at the end of 'dmesg'; some devices work again only after a reset or a reboot",
        "held by " + function.owner(),
        "nothing of that kind is below " + PciBus.folder(function.address()));
  }
}
