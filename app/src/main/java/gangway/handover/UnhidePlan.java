package gangway.handover;

import gangway.boot.FileEdit;
import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.machine.Command;
import gangway.pci.Address;
import gangway.pci.PciBus;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that give hidden functions back to their drivers. */
final class UnhidePlan {
  /** Takes the address of a function for which the kernel is to look for a driver. */
  private static final Path PROBE = Path.of("/sys/bus/pci/drivers_probe");

  private UnhidePlan() {}

  static List<Step> steps(Host host, Request.Unhide request) {
    List<Step> steps = new ArrayList<>();
    if (request.now()) {
      for (Address address : request.functions()) {
        HostFunction function = host.inventory().at(address).orElseThrow();
        if (!(function.owner() instanceof Owner.Dom0)) {
          now(host, function, steps);
        }
      }
    }
    if (request.lasting()) {
      List<FileEdit> edits =
          host.inventory()
              .boot()
              .unhide(request.functions(), modulesStillNeeded(host, request.functions()));
      if (!edits.isEmpty()) {
        steps.add(BootStep.of(host, edits, "no longer hide after reboot"));
      }
    }
    return steps;
  }

  private static List<String> modulesStillNeeded(Host host, List<Address> leaving) {
    return host.inventory().stream()
        .filter(HostFunction::hiddenAfterReboot)
        .map(HostFunction::address)
        .filter(address -> !leaving.contains(address))
        .flatMap(address -> host.original(address).flatMap(Original::module).stream())
        .distinct()
        .toList();
  }

  private static void now(Host host, HostFunction function, List<Step> steps) {
    Address address = function.address();
    host.closeUp(address)
        .flatMap(CloseUp::override)
        .ifPresent(driver -> steps.add(lift(address, driver)));
    if (function.hiddenNow()) {
      steps.addAll(Quarantine.needed(host) ? Quarantine.leave(address) : List.of(release(address)));
    }
    host.original(address)
        .ifPresentOrElse(
            original -> bind(address, original, steps), () -> steps.add(probe(address)));
  }

  static Step lift(Address address, String driver) {
    Path override = PciBus.folder(address).resolve("driver_override");
    return new Step(
        "lift the driver_override that keeps other drivers from " + address,
        List.of(new Act.Write(override, "\n")),
        new State.FileIs(override, Optional.of("(null)\n")),
        List.of(new Act.Write(override, driver)),
        new State.FileIs(override, Optional.of(driver + "\n")));
  }

  private static Step release(Address address) {
    return new Step(
        "release %s from pciback".formatted(address),
        Binding.outOfPciback(address),
        Binding.released(address),
        Binding.intoPciback(address),
        Binding.inPciback(address));
  }

  private static void bind(Address address, Original original, List<Step> steps) {
    original.module().ifPresent(module -> steps.add(load(address, module, original.driver())));
    if (original.driver().isPresent()) {
      String driver = original.driver().get();
      steps.add(Binding.bind("give %s back to %s".formatted(address, driver), address, driver));
    }
    steps.add(forget(address, original));
  }

  /**
   * A module that is loaded anew takes its functions by itself; where it is there already, the
   * kernel has to be asked to look for a driver.
   */
  private static Step load(Address address, String module, Optional<String> driver) {
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Run(Command.of("modprobe", module)));
    if (driver.isEmpty()) {
      acts.add(new Act.Write(PROBE, address.toString()));
    }
    return new Step(
        "load the driver's module "
            + module
            + (driver.isEmpty() ? ", and let it take " + address : ""),
        acts,
        driver.<State>map(State.DriverLoaded::new).orElse(new State.DrivenInDom0(address)),
        List.of(new Act.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new State.DrivenBy(address, Optional.empty()));
  }

  /** Where nobody remembers a driver; the kernel does not complain if it has none. */
  private static Step probe(Address address) {
    return new Step(
        "ask the kernel for a driver of " + address,
        List.of(new Act.Write(PROBE, address.toString())),
        new State.ToldByTool(),
        List.of(new Act.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new State.DrivenBy(address, Optional.empty()));
  }

  private static Step forget(Address address, Original original) {
    return Step.replacing(
        "forget the driver of " + address,
        new FileEdit(Original.file(address), Optional.of(original.text()), Optional.empty()));
  }
}
