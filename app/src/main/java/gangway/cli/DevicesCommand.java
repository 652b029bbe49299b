package gangway.cli;

import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.OperationsInProgress;
import gangway.host.Owner;
import gangway.machine.Machine;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.view.DevicesView;
import java.util.List;
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
            .addOption(Options.flag("--all", "Also list bridges, which cannot be assigned."))
            .addOption(Options.json());
    return Options.examples(spec, "gangway devices", "gangway devices --class network --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Inventory inventory = new Observer(machine).inventory();
    String wanted = arguments.matchedOptionValue("--class", "");
    boolean all = arguments.hasMatchedOption("--all");
    List<HostFunction> functions =
        inventory.stream()
            .filter(function -> all || !function.function().type().bridge() || !wanted.isEmpty())
            .filter(function -> wanted.isEmpty() || function.function().type().matches(wanted))
            .toList();
    OperationsInProgress transits = OperationsInProgress.read(machine);
    PciIds names = PciIds.of(machine, functions.stream().map(HostFunction::function));
    if (arguments.hasMatchedOption("--json")) {
      session.console().json(DevicesView.of(functions, transits, names));
    } else if (!functions.isEmpty()) {
      table(functions, transits, names).print(session.console());
    }
    if (functions.isEmpty()) {
      session.console().complain(Style.PLAIN, "no such function on this machine");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  private static Table table(
      List<HostFunction> functions, OperationsInProgress transits, PciIds names) {
    Table table = new Table("ADDRESS", "CLASS", "OWNER", "HIDDEN", "DEVICE");
    for (HostFunction function : functions) {
      table.row(
          function.address().toString(),
          function.function().type().word(),
          owner(function.owner())
              + transits.of(function.address()).map(transit -> ", " + transit).orElse(""),
          hidden(function),
          name(function.function(), names));
    }
    return table;
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
