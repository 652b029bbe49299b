package gangway.passthrough;

import gangway.Problem;
import gangway.boot.AtBoot;
import gangway.boot.FileEdit;
import gangway.host.FunctionInspection;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.OriginalDriver;
import gangway.host.Owner;
import gangway.host.ReplacedDevice;
import gangway.machine.Command;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps that hide functions.
 *
 * <p>See docs/decisions/0002-hide-by-sysfs-quarantine-by-xl.md.
 */
final class HidePlan {
  private HidePlan() {}

  static List<Step> steps(HostSnapshot host, Request.Hide request) {
    List<Step> steps = new ArrayList<>();
    if (request.now()
        && host.pciback() == HostSnapshot.Pciback.LOADABLE
        && host.inventory().present(request.functions()).anyMatch(one -> !one.hiddenNow())) {
      steps.add(
          new Step(
              "load the module xen-pciback",
              List.of(new Action.Run(Command.of("modprobe", "xen-pciback"))),
              new FunctionCondition.DriverLoaded(Owner.PCIBACK),
              List.of(),
              new Condition.NeverUndone()));
    }
    for (PciAddress address : request.functions()) {
      HostFunction function = host.inventory().at(address).orElseThrow();
      host.replaced(address)
          .ifPresent(replaced ->
              steps.add(
                  correct(replaced, host.original(address).filter(_ -> function.hiddenNow()))));
      if (request.now() && !function.hiddenNow()) {
        now(host, function, steps);
      }
    }
    if (request.lasting()) {
      Map<PciAddress, Set<String>> modules = notHiddenAtBoot(host, request.functions());
      if (!modules.isEmpty()) {
        List<FileEdit> edits = atBoot(host, modules);
        if (edits.isEmpty() && BootStep.required(host, edits).isEmpty()) {
          throw nothingToAdd(host, modules.keySet().iterator().next());
        }
        steps.add(BootStep.hiding(host, edits, "hide at boot"));
      }
    }
    return steps;
  }

  /**
   * Those of some functions that the next boot does not hide, with the modules of their drivers.
   */
  static Map<PciAddress, Set<String>> notHiddenAtBoot(
      HostSnapshot host, List<PciAddress> functions) {
    Map<PciAddress, Set<String>> modules = new LinkedHashMap<>();
    for (PciAddress address : functions) {
      if (!host.inventory().at(address).orElseThrow().hiddenAfterReboot()) {
        modules.put(address, host.inventory().claimants(address).modules());
      }
    }
    return modules;
  }

  /** The edits that hide functions from the next boot on. */
  static List<FileEdit> atBoot(HostSnapshot host, Map<PciAddress, Set<String>> modules) {
    return host.inventory().boot().hide(modules, BootStep.identities(host, modules.keySet()));
  }

  /** All settings of Gangway are there, and something else prevents or may prevent the hiding. */
  private static Problem nothingToAdd(HostSnapshot host, PciAddress address) {
    AtBoot boot = host.inventory().at(address).orElseThrow().atBoot();
    return Problem.refused(
        address + " is in the list to hide at boot, but it is not certain that pciback takes it",
        "remove the cause, or add --now to hide it only on the running host",
        boot.doubt().orElse("the cause is not known"));
  }

  private static void now(HostSnapshot host, HostFunction function, List<Step> steps) {
    PciAddress address = function.address();
    Optional<Step> lift = lift(host, address);
    boolean needsOverride = host.original(address).filter(OriginalDriver::override).isPresent();
    // the undo binds the driver again: with the override if the driver needs it, else without it
    lift.filter(_ -> !needsOverride).ifPresent(steps::add);
    if (function.owner() instanceof Owner.Dom0(String driver)) {
      host.original(address).ifPresent(original -> steps.add(remember(address, original)));
      steps.add(
          Binding.bind("bind %s to %s".formatted(address, driver), address, driver)
              .reversed("unbind %s from %s".formatted(address, driver)));
    }
    lift.filter(_ -> needsOverride).ifPresent(steps::add);
    steps.add(Binding.nameToPciback(address));
    steps.add(Binding.bind("bind %s to pciback".formatted(address), address, Owner.PCIBACK));
    if (Quarantine.needed(host)) {
      steps.add(Quarantine.enter(address));
    }
  }

  /** pciback cannot bind to a function that is reserved for another driver. */
  private static Optional<Step> lift(HostSnapshot host, PciAddress address) {
    return host.inspection(address)
        .flatMap(FunctionInspection::override)
        .filter(driver -> !driver.equals(Owner.PCIBACK))
        .map(driver -> UnhidePlan.lift(address, driver));
  }

  /**
   * The operator has accepted that the address has another device now.
   *
   * @param original the driver of that device, if pciback holds it and the driver is known
   */
  private static Step correct(ReplacedDevice replaced, Optional<OriginalDriver> original) {
    PciAddress address = replaced.function().address();
    return Step.replacing(
        "%s the record of device %s, which %s is no longer"
            .formatted(
                original.isPresent() ? "replace" : "delete", replaced.before().id(), address),
        new FileEdit(
            OriginalDriver.file(address),
            Optional.of(replaced.record()),
            original.map(OriginalDriver::text)));
  }

  private static Step remember(PciAddress address, OriginalDriver original) {
    return Step.replacing(
        "record the driver of %s: %s".formatted(address, original.driver().orElse("?")),
        new FileEdit(OriginalDriver.file(address), Optional.empty(), Optional.of(original.text())));
  }
}
