package gangway.passthrough;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.host.DriverOverride;
import gangway.host.FunctionInspection;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.OriginalDriver;
import gangway.host.Owner;
import gangway.host.ReplacedDevice;
import gangway.machine.Command;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.request.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that unhide functions: they bind them to their dom0 drivers. */
public final class UnhidePlan {
  /** The kernel probes its drivers for the address that is written here. */
  private static final Path PROBE = Path.of("/sys/bus/pci/drivers_probe");

  private UnhidePlan() {}

  static List<Step> steps(HostSnapshot host, Request.Unhide request) {
    List<Step> steps = new ArrayList<>();
    if (request.now()) {
      for (PciAddress address : request.functions()) {
        HostFunction function = host.inventory().at(address).orElseThrow();
        if (!(function.owner() instanceof Owner.Dom0)) {
          now(host, function, steps);
        }
      }
    }
    if (request.lasting()) {
      host.inventory().present(request.functions()).forEach(found -> refuseQubes(host, found));
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

  private static void refuseQubes(HostSnapshot host, HostFunction function) {
    if (host.inventory().boot().qubes().hides(function.function())) {
      throw Problem.refused(
          "Qubes OS hides %s at boot by its own initramfs, which Gangway does not change"
              .formatted(function.address()),
          "remove it from the parameter rd.qubes.hide_pci of the kernel command line, or leave it"
              + " to dom0 by rd.qubes.dom0_usb; or add --now to change only the running host",
          "Qubes OS hides all network devices, and what the parameters rd.qubes. name");
    }
  }

  /** The driver modules of the functions that boot settings name, without some functions. */
  static List<String> modulesStillNeeded(HostSnapshot host, List<PciAddress> leaving) {
    return host.inventory().stream()
        .filter(function -> function.namedIn().isPresent())
        .map(HostFunction::address)
        .filter(address -> !leaving.contains(address))
        .flatMap(address -> host.inventory().claimants(address).modules().stream())
        .distinct()
        .toList();
  }

  private static void now(HostSnapshot host, HostFunction function, List<Step> steps) {
    PciAddress address = function.address();
    host.inspection(address)
        .flatMap(FunctionInspection::override)
        .ifPresent(driver -> steps.add(lift(address, driver)));
    if (function.hiddenNow()) {
      steps.addAll(Quarantine.needed(host) ? Quarantine.leave(address) : List.of(release(address)));
    }
    Optional<OriginalDriver> original = host.original(address);
    original.ifPresentOrElse(known -> bind(address, known, steps), () -> steps.add(probe(address)));
    // the record of a device that had this address before is of no use either
    host.replaced(address)
        .map(ReplacedDevice::record)
        .or(() -> original.map(OriginalDriver::text))
        .ifPresent(record ->
            steps.add(
                Step.replacing(
                    "delete the driver record of " + address,
                    new FileEdit(
                        OriginalDriver.file(address), Optional.of(record), Optional.empty()))));
  }

  /** Clears the driver_override of a function; its driver stays bound. */
  public static Step lift(PciAddress address, String driver) {
    Path override = DriverOverride.file(address);
    return new Step(
        "clear the driver_override of " + address,
        List.of(new Action.Write(override, "\n")),
        new Condition.FileIs(override, Optional.of("(null)\n")),
        List.of(new Action.Write(override, driver)),
        new Condition.FileIs(override, Optional.of(driver + "\n")));
  }

  static Step release(PciAddress address) {
    return new Step(
        "unbind %s from pciback".formatted(address),
        Binding.outOfPciback(address),
        Binding.released(address),
        Binding.intoPciback(address),
        Binding.inPciback(address));
  }

  private static void bind(PciAddress address, OriginalDriver original, List<Step> steps) {
    original.module().ifPresent(module -> steps.add(load(address, module, original.driver())));
    if (original.driver().isPresent()) {
      String driver = original.driver().get();
      if (original.override()) {
        steps.add(
            lift(address, driver)
                .reversed("set the driver_override of %s to %s".formatted(address, driver)));
      }
      steps.add(Binding.bind("bind %s to %s".formatted(address, driver), address, driver));
    }
  }

  /**
   * A module that is loaded binds its functions by itself; if the module was loaded before, the
   * kernel must be told to probe its drivers.
   */
  private static Step load(PciAddress address, String module, Optional<String> driver) {
    List<Action> acts = new ArrayList<>();
    acts.add(new Action.Run(Command.of("modprobe", module)));
    if (driver.isEmpty()) {
      acts.add(new Action.Write(PROBE, address.toString()));
    }
    return new Step(
        "load the module " + module + (driver.isEmpty() ? " and probe drivers for " + address : ""),
        acts,
        driver
            .<Condition>map(FunctionCondition.DriverLoaded::new)
            .orElse(new FunctionCondition.HasDom0Driver(address)),
        List.of(
            new Action.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new FunctionCondition.DriverIs(address, Optional.empty()));
  }

  /** If the original driver is unknown; the kernel reports no error if it has no driver. */
  static Step probe(PciAddress address) {
    return new Step(
        "probe drivers for " + address,
        List.of(new Action.Write(PROBE, address.toString())),
        new Condition.NotVerifiable(),
        List.of(
            new Action.Write(PciBus.folder(address).resolve("driver/unbind"), address.toString())),
        new FunctionCondition.DriverIs(address, Optional.empty()));
  }
}
