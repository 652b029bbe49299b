package gangway.check;

import gangway.boot.Claimants;
import gangway.boot.initramfs.Initramfs;
import gangway.host.DriverOverride;
import gangway.host.FunctionInspection;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether functions can be hidden.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code BRIDGE}: dom0 loses all devices below the bridge at once.
 *   <li>{@code DRIVER-BUILT-IN}, {@code DRIVERCTL}, {@code INITRAMFS-FOREIGN}: the operation
 *       reports success, but after the next boot dom0's driver has the function again.
 *   <li>{@code DRIVER-OVERRIDE}: the program that reserved the function loses it without a message.
 * </ul>
 */
final class HideChecks {
  private HideChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    List<Finding> findings =
        new ArrayList<>(
            FunctionChecks.each(
                host,
                request,
                function ->
                    Stream.of(
                            FunctionChecks.outsideXen(host, function.address()),
                            FunctionChecks.unsettled(function),
                            bridge(host, function),
                            reserved(host, function.address(), request),
                            builtIn(host, function).filter(_ -> request.lasting()))
                        .flatMap(Optional::stream)));
    Optional<String> obstacle =
        request.lasting() ? host.rebuilding().flatMap(Initramfs::obstacle) : Optional.empty();
    if (obstacle.isPresent()) {
      findings.add(
          Finding.blocks(
              "INITRAMFS-FOREIGN",
              "Gangway does not know how to rebuild this host's initramfs, so it cannot hide"
                  + " functions at boot",
              "add --now to hide only on the running host; to hide at boot too, add the lines of"
                  + " 'gangway boot-config ADDRESS...' by hand and rebuild the initramfs",
              obstacle.get()));
    }
    return findings;
  }

  private static Optional<Finding> bridge(HostSnapshot host, HostFunction function) {
    PciAddress address = function.address();
    return function.function().type().bridge()
        ? Optional.of(
            Finding.blocks(
                "BRIDGE",
                address + " is a bridge: hiding it would take all devices below it from dom0",
                "hide the functions below it instead: gangway hide ADDRESS...",
                below(host, address)))
        : Optional.empty();
  }

  /**
   * pciback can take a reserved function only after its driver_override is cleared, which is part
   * of the plan; but driverctl sets it again at the next boot.
   */
  private static Optional<Finding> reserved(
      HostSnapshot host, PciAddress address, Request.Hide request) {
    DriverOverride reserved =
        host.inspection(address).map(FunctionInspection::reserved).orElse(DriverOverride.NONE);
    Optional<String> now = reserved.driver().filter(driver -> !driver.equals(Owner.PCIBACK));
    Optional<String> atBoot = reserved.driverctl().filter(driver -> !driver.equals(Owner.PCIBACK));
    List<String> evidence =
        Stream.concat(
                now
                    .map(driver -> "%s: %s".formatted(DriverOverride.file(address), driver))
                    .stream(),
                atBoot
                    .map(
                        driver -> "%s: %s".formatted(DriverOverride.driverctlFile(address), driver))
                    .stream())
            .toList();
    if (request.lasting() && atBoot.isPresent()) {
      return Optional.of(
          Finding.blocks(
                  "DRIVERCTL",
                  "driverctl binds %s to %s at every boot, so boot settings cannot hide it"
                      .formatted(address, atBoot.get()),
                  "remove the setting of driverctl first: driverctl unset-override " + address,
                  evidence)
              .about(address));
    }
    return now.isPresent() && request.now()
        ? Optional.of(
            Finding.notes(
                    "DRIVER-OVERRIDE",
                    ("%s is reserved for driver %s (driver_override); 'hide' clears this, because"
                            + " pciback cannot bind to it otherwise")
                        .formatted(address, now.get()),
                    "if driverctl or libvirt reserved it for another use, stop that use first",
                    evidence)
                .about(address))
        : Optional.empty();
  }

  private static List<String> below(HostSnapshot host, PciAddress bridge) {
    return PeerFunctions.bounded(
        host.topology().at(bridge).stream()
            .flatMap(
                b -> host.inventory().functions().onBuses(bridge.domain(), b.first(), b.last()))
            .map(host.inventory()::of)
            .map(function -> "below it: %s, %s".formatted(function.address(), function.owner())));
  }

  private static Optional<Finding> builtIn(HostSnapshot host, HostFunction function) {
    return host.inventory().claimants(function.address())
                instanceof Claimants.BuiltIn(String driver)
            && !host.inventory().boot().pcibackBuiltIn()
        ? Optional.of(
            Finding.blocks(
                "DRIVER-BUILT-IN",
                ("the driver of %s is built into the kernel and takes it before modprobe can load"
                        + " pciback, so boot settings cannot hide it")
                    .formatted(function.address()),
                ("add --now to hide only on the running host; to hide at boot, use a kernel with"
                        + " built-in pciback and xen-pciback.hide=(%s) on its command line")
                    .formatted(function.address()),
                "driver %s has no module".formatted(driver)))
        : Optional.empty();
  }
}
