package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether functions can be hidden. */
final class HideChecks {
  private HideChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
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
              "Gangway does not know how to rebuild this host's initramfs, from which drivers are"
                  + " loaded at boot",
              "hide with --now; for after the reboot add the lines of 'gangway boot-config' by"
                  + " hand and rebuild the initramfs",
              obstacle.get()));
    }
    return findings;
  }

  private static Optional<Finding> bridge(Host host, HostFunction function) {
    Address address = function.address();
    return function.function().type().bridge()
        ? Optional.of(
            Finding.blocks(
                "BRIDGE",
                address + " is a bridge: hiding it would take everything below it from dom0",
                "hide the functions below it, one by one",
                below(host, address)))
        : Optional.empty();
  }

  private static List<String> below(Host host, Address bridge) {
    return Neighbours.bounded(
        host.topology().at(bridge).stream()
            .flatMap(
                b -> host.inventory().functions().onBuses(bridge.domain(), b.first(), b.last()))
            .map(host.inventory()::of)
            .map(function -> "below it: %s, %s".formatted(function.address(), function.owner())));
  }

  private static Optional<Finding> builtIn(Host host, HostFunction function) {
    Optional<Original> original = host.original(function.address());
    boolean builtIn =
        function.owner() instanceof Owner.Dom0
            && original.filter(o -> o.module().isEmpty()).isPresent();
    return builtIn
        ? Optional.of(
            Finding.blocks(
                "DRIVER-BUILT-IN",
                "the driver of %s is part of the kernel, and takes it before modprobe can hide it"
                    .formatted(function.address()),
                "hide with --now; after the reboot only xen-pciback.hide= on the kernel's command"
                    + " line can, with a pciback that is part of the kernel too",
                function.owner() + " has no module"))
        : Optional.empty();
  }
}
