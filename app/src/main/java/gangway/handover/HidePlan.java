package gangway.handover;

import gangway.boot.FileEdit;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.machine.Command;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that hide functions.
 *
 * <p>See docs/decisions/0002-hide-by-sysfs-quarantine-by-xl.md.
 */
final class HidePlan {
  private HidePlan() {}

  static List<Step> steps(Host host, Request.Hide request) {
    List<Step> steps = new ArrayList<>();
    if (request.now()) {
      for (Address address : request.functions()) {
        HostFunction function = host.inventory().at(address).orElseThrow();
        if (!function.hiddenNow()) {
          now(host, function, steps);
        }
      }
    }
    if (request.lasting()) {
      Map<Address, Optional<String>> modules = new LinkedHashMap<>();
      for (Address address : request.functions()) {
        if (host.inventory().boot().hiding(address).isEmpty()) {
          modules.put(address, host.original(address).flatMap(Original::module));
        }
      }
      if (!modules.isEmpty()) {
        steps.add(BootStep.of(host, host.inventory().boot().hide(modules), "hide after reboot"));
      }
    }
    return steps;
  }

  private static void now(Host host, HostFunction function, List<Step> steps) {
    Address address = function.address();
    if (host.pciback() == Host.Pciback.LOADABLE && steps.isEmpty()) {
      steps.add(
          new Step(
              "load pciback",
              List.of(new Act.Run(Command.of("modprobe", "xen-pciback"))),
              new State.DriverLoaded(Owner.PCIBACK),
              List.of(),
              new State.Anything()));
    }
    if (function.owner() instanceof Owner.Dom0(String driver)) {
      host.original(address).ifPresent(original -> steps.add(remember(address, original)));
      steps.add(
          Binding.bind("give %s back to %s".formatted(address, driver), address, driver)
              .reversed("take %s from %s".formatted(address, driver)));
    }
    steps.add(Binding.nameToPciback(address));
    steps.add(Binding.bind("put %s into pciback".formatted(address), address, Owner.PCIBACK));
    if (Quarantine.needed(host)) {
      steps.add(Quarantine.enter(address));
    }
  }

  private static Step remember(Address address, Original original) {
    return Step.replacing(
        "remember the driver of %s: %s".formatted(address, original.driver().orElse("?")),
        new FileEdit(Original.file(address), Optional.empty(), Optional.of(original.text())));
  }
}
