package gangway.check;

import gangway.boot.Claimants;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
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
 *   <li>{@code DRIVER-BUILT-IN}, {@code INITRAMFS-FOREIGN}: the operation reports success, but
 *       after the next boot dom0's driver has the function again.
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
                            FunctionChecks.unsettled(function),
                            bridge(host, function),
                            builtIn(host, function).filter(_ -> request.lasting()))
                        .flatMap(Optional::stream)));
    Optional<String> obstacle = host.initramfs().obstacle();
    if (request.lasting() && obstacle.isPresent()) {
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
