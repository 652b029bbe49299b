package gangway.cli;

import gangway.check.Carries;
import gangway.host.ChipsetParts;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.OperationsInProgress;
import gangway.host.Owner;
import gangway.host.RecordedHardware;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.pci.Placements;
import gangway.pci.identity.HardwareRecord;
import gangway.view.Audience;
import gangway.view.CarriedUses;
import gangway.view.DevicesReport;
import gangway.view.DevicesView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway devices}: lists the functions with their owners, and whether they are hidden. */
final class DevicesCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("devices", "List the PCI functions of this machine and their owners.")
            .addOption(
                Options.value(
                    "--class",
                    "CLASS",
                    "Only functions of a class: a word (network, storage, display, usb, ...)"
                        + " or hexadecimal digits (02, 0200)."))
            .addOption(
                Options.flag(
                    "--all",
                    "Also list bridges, which cannot be assigned, and the other parts of the"
                        + " chipset."))
            .addOption(
                Options.flag(
                    "--carries",
                    "Also show what dom0, its guests and its users have on each function: file"
                        + " systems, disks of guests, addresses, sessions, consoles. This takes"
                        + " as long as a check."))
            .addOption(Options.json());
    return Options.examples(
        spec,
        "gangway devices",
        "gangway devices --class network --json",
        "gangway devices --carries");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    String wanted = arguments.matchedOptionValue("--class", "");
    boolean all = arguments.hasMatchedOption("--all");
    List<HostFunction> functions =
        inventory.stream()
            .filter(function -> wanted.isEmpty() || function.function().type().matches(wanted))
            .toList();
    Optional<CarriedUses> carries =
        arguments.hasMatchedOption("--carries")
            ? Optional.of(CarriedUses.read(observer, inventory))
            : Optional.empty();
    boolean found =
        arguments.hasMatchedOption("--json")
            ? json(machine, session.console(), functions, all || !wanted.isEmpty(), carries)
            : text(machine, session.console(), functions, all || !wanted.isEmpty(), carries);
    List<PciAddress> unread = inventory.functions().unread();
    if (!unread.isEmpty()) {
      session
          .console()
          .complain(
              Style.YELLOW,
              "the class and ids of these functions cannot be read, so they are not listed: "
                  + unread.stream().map(PciAddress::toString).collect(Collectors.joining(", ")));
    } else if (!found) {
      session.console().complain(Style.PLAIN, "no such function on this machine");
    }
    if (!arguments.hasMatchedOption("--json")) {
      Xen.notDom0(machine)
          .ifPresent(why ->
              session
                  .console()
                  .complain(Style.PLAIN, why + ": devices cannot be assigned to guests here"));
      tellChanged(observer, inventory, session.console());
    }
    return found ? ExitCode.DONE : unread.isEmpty() ? ExitCode.NOTHING : ExitCode.FAILED;
  }

  /** Names the addresses in the list to hide at boot whose devices have moved or were exchanged. */
  private static void tellChanged(Observer observer, Inventory inventory, Console console) {
    Set<PciAddress> listed =
        inventory.boot().effective().map(set -> set.list().single()).orElse(Set.of());
    RecordedHardware hardware = observer.recordedHardware(inventory, listed);
    if (hardware.record() instanceof HardwareRecord.Read(var devices, _)) {
      String changed =
          listed.stream()
              .filter(address ->
                  hardware.changed(address).isPresent()
                      || (devices.at(address).isPresent() && inventory.at(address).isEmpty()))
              .map(PciAddress::toString)
              .collect(Collectors.joining(", "));
      if (!changed.isEmpty()) {
        console.complain(
            Style.YELLOW,
            "the list to hide at boot names addresses that no longer have the recorded device: %s;"
                    .formatted(changed)
                + " see 'gangway hardware'; 'gangway remap' replaces the addresses of devices that"
                + " have moved");
      }
    }
  }

  /** Programs get every function except bridges: they select for themselves. */
  private static boolean json(
      Machine machine,
      Console console,
      List<HostFunction> functions,
      boolean all,
      Optional<CarriedUses> carries) {
    List<HostFunction> shown =
        functions.stream().filter(f -> all || !f.function().type().bridge()).toList();
    Placements placements = Placements.read(machine, shown.stream().map(HostFunction::address));
    console.json(
        DevicesView.of(
            DevicesReport.of(
                machine,
                shown,
                OperationsInProgress.read(machine),
                placements,
                carries.map(uses -> uses::on)),
            Audience.ROOT));
    return !shown.isEmpty();
  }

  private static boolean text(
      Machine machine,
      Console console,
      List<HostFunction> functions,
      boolean all,
      Optional<CarriedUses> carries) {
    ChipsetParts chipset = new ChipsetParts(machine);
    List<HostFunction> shown =
        functions.stream().filter(function -> all || !chipset.include(function)).toList();
    if (!shown.isEmpty()) {
      table(machine, shown, carries).printFitting(console);
    }
    int left = functions.size() - shown.size();
    if (left > 0) {
      console.line(
          "%s chipset %s not shown: --all".formatted(left, left == 1 ? "function" : "functions"));
    }
    return !functions.isEmpty();
  }

  private static PciIds names(Machine machine, List<HostFunction> functions) {
    return PciIds.of(machine, functions.stream().map(HostFunction::function));
  }

  private static Table table(
      Machine machine, List<HostFunction> functions, Optional<CarriedUses> carries) {
    OperationsInProgress transits = OperationsInProgress.read(machine);
    PciIds names = names(machine, functions);
    Table table =
        carries.isPresent()
            ? new Table("ADDRESS", "CLASS", "OWNER", "HIDDEN", "CARRIES", "DEVICE")
            : new Table("ADDRESS", "CLASS", "OWNER", "HIDDEN", "DEVICE");
    Map<PciAddress, List<HostFunction>> virtual = virtual(new PciBus(machine), functions);
    Set<HostFunction> grouped =
        virtual.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    for (HostFunction function : functions) {
      if (!grouped.contains(function)) {
        row(table, "", function, transits, names, carries);
        virtual
            .getOrDefault(function.address(), List.of())
            .forEach(below -> row(table, "  ", below, transits, names, carries));
      }
    }
    return table;
  }

  /** The virtual functions of each physical function, if both are in the list. */
  private static Map<PciAddress, List<HostFunction>> virtual(
      PciBus bus, List<HostFunction> functions) {
    Map<PciAddress, PciAddress> physical = new HashMap<>();
    functions.forEach(function ->
        bus.physicalFunction(function.address())
            .ifPresent(above -> physical.put(function.address(), above)));
    Set<PciAddress> listed =
        functions.stream()
            .map(HostFunction::address)
            .filter(address -> !physical.containsKey(address))
            .collect(Collectors.toSet());
    return functions.stream()
        .filter(function -> physical.containsKey(function.address()))
        .filter(function -> listed.contains(physical.get(function.address())))
        .collect(Collectors.groupingBy(function -> physical.get(function.address())));
  }

  private static void row(
      Table table,
      String indent,
      HostFunction function,
      OperationsInProgress transits,
      PciIds names,
      Optional<CarriedUses> carries) {
    String address = indent + function.address();
    String type = function.function().type().word();
    String owner =
        owner(function.owner())
            + transits.of(function.address()).map(transit -> ", " + transit).orElse("");
    String device = name(function.function(), names);
    if (carries.isPresent()) {
      String carried = Carries.summary(carries.get().on(function.address()));
      table.row(address, type, owner, hidden(function), carried.isEmpty() ? "-" : carried, device);
    } else {
      table.row(address, type, owner, hidden(function), device);
    }
  }

  private static String owner(Owner owner) {
    return owner instanceof Owner.Guest guest ? guest + " at " + guest.vdev() : owner.toString();
  }

  private static String hidden(HostFunction function) {
    String reboot =
        switch (function.atBoot().hidden()) {
          case YES -> "reboot";
          case UNKNOWN -> "reboot?";
          case NO -> "";
        };
    if (function.hiddenNow()) {
      return reboot.isEmpty() ? "now" : "now+" + reboot;
    }
    return reboot.isEmpty() ? "-" : reboot;
  }

  /** The names of vendor and device, and the ids. */
  static String name(PciFunction function, PciIds names) {
    return names.vendor(function.id()).map(vendor -> vendor + " ").orElse("")
        + names.device(function.id()).map(device -> device + " ").orElse("Device ")
        + "["
        + function.id()
        + "]";
  }
}
