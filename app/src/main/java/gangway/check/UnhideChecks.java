package gangway.check;

import gangway.boot.initramfs.Initramfs;
import gangway.host.Assignments;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.host.Service;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether functions can go back to dom0.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-HAS-IT}: pciback releases the function while the guest still accesses it, and
 *       the guest and dom0's driver disturb each other.
 *   <li>{@code DEFINED}: the guest's next start fails, or takes the function from dom0 again.
 *   <li>{@code INITRAMFS-FOREIGN}: the operation reports success, but the function is hidden again
 *       after the next boot.
 *   <li>{@code NO-DRIVER}, {@code NO-SERVICE}: the operation reports success, but dom0 cannot use
 *       the device.
 * </ul>
 */
final class UnhideChecks {
  private UnhideChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Unhide request) {
    List<Finding> findings = new ArrayList<>();
    for (PciAddress address : request.functions()) {
      host.inventory()
          .at(address)
          .ifPresentOrElse(
              function -> owner(function).filter(_ -> request.now()).ifPresent(findings::add),
              () -> absent(host, request, address).ifPresent(findings::add));
      host.guests().defining(address).stream()
          .map(guest -> defined(guest, address))
          .forEach(findings::add);
    }
    boolean hidden =
        request.functions().stream()
            .anyMatch(address -> host.inventory().boot().hiding(address).isPresent());
    if (request.lasting() && hidden && host.rebuilding().flatMap(Initramfs::obstacle).isPresent()) {
      findings.add(
          Finding.blocks(
              "INITRAMFS-FOREIGN",
              "Gangway does not know how to rebuild this host's initramfs, so it cannot change what"
                  + " is hidden at boot",
              "remove the function from modprobe's files and rebuild the initramfs by hand, then"
                  + " run the command with --now"));
    }
    findings.addAll(driverless(host.assignments(), request));
    return findings;
  }

  /** A function that is gone can only be taken out of the list to hide at boot. */
  private static Optional<Finding> absent(
      HostSnapshot host, Request.Unhide request, PciAddress address) {
    boolean hidden = host.inventory().boot().hiding(address).isPresent();
    if (hidden && !request.now()) {
      return Optional.empty();
    }
    return Optional.of(
        FunctionChecks.absent(
            address,
            hidden
                ? "if its device was removed from the machine: gangway unhide --boot " + address
                : ""));
  }

  private static Optional<Finding> owner(HostFunction function) {
    PciAddress address = function.address();
    return function.owner() instanceof Owner.Guest guest
        ? Optional.of(
            Finding.blocks(
                "GUEST-HAS-IT",
                "guest %s has %s, so dom0 cannot take it back".formatted(guest.name(), address),
                "detach it from the guest first: gangway detach %s %s"
                    .formatted(guest.name(), address),
                "XenStore: domain %s sees it at %s".formatted(guest.domid(), guest.vdev())))
        : FunctionChecks.unsettled(function);
  }

  private static Finding defined(Guest guest, PciAddress address) {
    return Finding.warns(
        "DEFINED",
        "the definition of guest %s still lists %s, and asks for it at the guest's next start"
            .formatted(guest.name(), address),
        "remove it from the definition: gangway detach --config %s %s"
            .formatted(guest.name(), address),
        guest.files().toList());
  }

  /**
   * Functions that dom0 has, but that no driver of dom0 uses. Checked before and after the
   * operation.
   */
  static List<Finding> driverless(Assignments assignments, Request.Unhide request) {
    if (!request.now()) {
      return List.of();
    }
    return assignments
        .inventory()
        .present(request.functions())
        .filter(function -> function.owner() instanceof Owner.Nobody)
        .filter(function -> assignments.original(function.address()).isEmpty())
        .map(UnhideChecks::driverless)
        .toList();
  }

  private static Finding driverless(HostFunction function) {
    return Finding.warns(
        "NO-DRIVER",
        "no driver of dom0 is bound to %s, so dom0 cannot use it".formatted(function.address()),
        ("load its driver's module (modprobe MODULE); if the driver is loaded already: echo %s >"
                + " /sys/bus/pci/drivers_probe")
            .formatted(function.address()),
        "the driver it had before is not known",
        "its modalias: " + function.function().modalias());
  }

  /** The driver is bound to the function again, but dom0 has no interface or controller from it. */
  static Finding idle(HostFunction function) {
    return Finding.warns(
        "NO-SERVICE",
        "the driver of %s is bound again, but dom0 has no %s from it yet"
            .formatted(
                function.address(),
                Service.of(function.function()).map(Service::toString).orElse("use")),
        "read the end of 'dmesg'; some devices work again only after a reset or a reboot",
        "sysfs (driver link): " + function.owner(),
        "nothing of that kind is below " + PciBus.folder(function.address()));
  }
}
