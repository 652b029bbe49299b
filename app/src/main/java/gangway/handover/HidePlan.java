package gangway.handover;

import gangway.boot.FileEdit;
import gangway.check.Request;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.machine.Command;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps that hide functions. */
final class HidePlan {
  private static final Path PCIBACK = PciBus.driverFolder(Owner.PCIBACK);

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
    String text = address.toString();
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
      Path folder = PciBus.driverFolder(driver);
      steps.add(
          new Step(
              "take %s from %s".formatted(address, driver),
              List.of(new Act.Write(folder.resolve("unbind"), text)),
              new State.DrivenBy(address, Optional.empty()),
              List.of(new Act.Write(folder.resolve("bind"), text)),
              new State.DrivenBy(address, Optional.of(driver))));
    }
    steps.add(
        new Step(
            "name %s to pciback".formatted(address),
            List.of(new Act.Write(PCIBACK.resolve("new_slot"), text)),
            new State.Slot(address, true),
            List.of(new Act.Write(PCIBACK.resolve("remove_slot"), text)),
            new State.Slot(address, false)));
    steps.add(
        new Step(
            "put %s into pciback".formatted(address),
            List.of(new Act.Write(PCIBACK.resolve("bind"), text)),
            new State.DrivenBy(address, Optional.of(Owner.PCIBACK)),
            List.of(new Act.Write(PCIBACK.resolve("unbind"), text)),
            new State.DrivenBy(address, Optional.empty())));
    if (Quarantine.needed(host)) {
      steps.add(Quarantine.enter(address));
    }
  }

  private static Step remember(Address address, Original original) {
    Path file = Original.file(address);
    FileEdit edit = new FileEdit(file, Optional.empty(), Optional.of(original.text()));
    return new Step(
        "remember the driver of %s: %s".formatted(address, original.driver().orElse("?")),
        List.of(new Act.Replace(edit)),
        new State.FileIs(file, edit.after()),
        List.of(new Act.Replace(edit.reversed())),
        new State.FileIs(file, Optional.empty()));
  }
}
