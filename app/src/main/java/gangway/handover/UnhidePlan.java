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

/** The steps that unhide functions: they bind them to their dom0 drivers. */
final class UnhidePlan {
  /** The kernel probes its drivers for the address that is written here. */
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
        steps.add(BootStep.of(host, edits, "no longer hide at boot"));
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
        "clear the driver_override of " + address,
        List.of(new Act.Write(override, "\n")),
        new State.FileIs(override, Optional.of("(null)\n")),
        List.of(new Act.Write(override, driver)),
        new State.FileIs(override, Optional.of(driver + "\n")));
  }

  private static Step release(Address address) {
    return new Step(
        "unbind %s from pciback".formatted(address),
        Binding.outOfPciback(address),
        Binding.released(address),
        Binding.intoPciback(address),
        Binding.inPciback(address));
  }

  private static void bind(Address address, Original original, List<Step> steps) {
    original.module().ifPresent(module -> steps.add(load(address, module, original.driver())));
    if (original.driver().isPresent()) {
      String driver = original.driver().get();
      steps.add(Binding.bind("bind %s to %s".formatted(address, driver), address, driver));
    }
    steps.add(forget(address, original));
  }

  /**
   * A module that is loaded binds its functions by itself; if the module was loaded before, the
   * kernel must be told to probe its drivers.
   */
  private static Step load(Address address, String module, Optional<String> driver) {
    List<Act> acts = new ArrayList<>();
    acts.add(new Act.Run(Command.of("modprobe", module)));
    if (driver.isEmpty()) {
      acts.add(new Act.Write(PROBE, address.toString()));
    }
    return new Step(
        "load the module " + module + (driver.isEmpty() ? " and probe drivers for " + address : ""),
        acts,
        driver.<State>map(State.DriverLoaded::new).orElse(new State.DrivenInDom0(address)),
        List.of(new Act.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new State.DrivenBy(address, Optional.empty()));
  }

  /** If the original driver is unknown; the kernel reports no error if it has no driver. */
  private static Step probe(Address address) {
    return new Step(
        "probe drivers for " + address,
        List.of(new Act.Write(PROBE, address.toString())),
        new State.ToldByTool(),
        List.of(new Act.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new State.DrivenBy(address, Optional.empty()));
  }

  private static Step forget(Address address, Original original) {
    return Step.replacing(
        "delete the driver record of " + address,
        new FileEdit(Original.file(address), Optional.of(original.text()), Optional.empty()));
  }
}
