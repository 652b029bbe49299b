package gangway.cli;

import gangway.Problem;
import gangway.boot.ConfigDialect;
import gangway.boot.HideSetting;
import gangway.host.Assignments;
import gangway.host.BootDifference;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.OriginalDriver;
import gangway.pci.OutsideXen;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciIds;
import gangway.view.BootConfigView;
import gangway.view.BootStateView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway boot-config}: prints the settings that hide functions at boot. */
final class BootConfigCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "boot-config",
                "Print the settings that hide functions at boot.",
                "Changes nothing. The settings can be for another machine, too. Without ADDRESS,"
                    + " shows what is hidden now and after the next boot, and which settings cause"
                    + " it.")
            .addOption(
                Options.value(
                    "--dialect",
                    "DIALECT",
                    "What the machine has: %s (default: what this machine has)."
                        .formatted(ConfigDialect.titles())))
            .addOption(
                Options.value(
                    "--driver",
                    "MODULE",
                    "The module of the functions' driver (default: the driver on this machine)."))
            .addPositional(
                Options.optionalArguments(
                    0,
                    "ADDRESS",
                    "The functions. They can be of another machine. @NAME: a group of"
                        + " gangway.conf(5)."));
    return Options.examples(
        spec.addOption(Options.json()),
        "gangway boot-config",
        "gangway boot-config 09:00.0",
        "gangway boot-config --dialect dracut --driver igb 09:00.0");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Observer observer = new Observer(session.machine());
    Inventory inventory = observer.inventory();
    List<String> named = List.of(arguments.matchedPositionalValue(0, new String[0]));
    if (named.isEmpty()) {
      return state(arguments, session, inventory);
    }
    BootConfigLines lines = BootConfigLines.of(session.machine(), inventory);
    ConfigDialect dialect =
        Optional.ofNullable(arguments.matchedOptionValue("--dialect", (String) null))
            .map(ConfigDialect::named)
            .orElseGet(lines::own);
    List<PciAddress> functions =
        new NamedFunctions(inventory.functions(), session::configuration).possiblyAbsent(named);
    refuseOutsideXen(new PciBus(session.machine()), functions);
    String driver = arguments.matchedOptionValue("--driver", "");
    SequencedSet<String> modules = new LinkedHashSet<>();
    List<PciAddress> unknown = new ArrayList<>();
    if (driver.isEmpty()) {
      Assignments assignments = observer.assignments(inventory, functions);
      for (PciAddress function : functions) {
        assignments
            .original(function)
            .flatMap(OriginalDriver::module)
            .ifPresentOrElse(modules::add, () -> unknown.add(function));
      }
      unknown.forEach(function -> complainOfNoDriver(session.console(), function));
    } else {
      modules.add(driver);
    }
    Optional<HideSetting> list = lines.replaced(dialect, functions);
    List<String> printed = lines.of(dialect, functions, modules);
    printed.forEach(session.text()::line);
    list.ifPresent(set -> complainOfList(session.console(), set));
    session.report().members(BootConfigView.of(dialect, printed, list, unknown));
    return ExitCode.DONE;
  }

  /** What is hidden now and after the next boot. */
  private static ExitCode state(ParseResult arguments, Session session, Inventory inventory) {
    for (String option : List.of("--dialect", "--driver")) {
      if (arguments.hasMatchedOption(option)) {
        throw Problem.usage(
            option + " is for the settings of functions", "add ADDRESS, or remove the option");
      }
    }
    BootStateView view =
        BootStateView.of(
            inventory,
            PciIds.of(
                session.machine(),
                BootDifference.concerned(inventory).map(HostFunction::function)));
    new BootState(session.text()).print(view, inventory);
    session.report().members(view);
    return ExitCode.DONE;
  }

  /** pciback hides nothing at all if it cannot read one address of its list. */
  private static void refuseOutsideXen(PciBus bus, List<PciAddress> functions) {
    for (PciAddress function : functions) {
      if (!OutsideXen.known(function)) {
        OutsideXen outside = OutsideXen.of(function, bus.path(function)).orElseThrow();
        throw Problem.refused(outside.sentence(), outside.remedy(), outside.evidence());
      }
    }
  }

  private static void complainOfList(Console console, HideSetting set) {
    console.complain(
        Style.YELLOW,
        ("this machine already has a list in %s, and only one list counts: replace that list by"
                + " the list that is printed here")
            .formatted(set.place()));
    if (!set.list().sound()) {
      console.complain(
          Style.YELLOW, "the list in %s has a syntax error: correct it".formatted(set.place()));
    }
  }

  private static void complainOfNoDriver(Console console, PciAddress function) {
    console.complain(
        Style.YELLOW,
        "the driver of " + function + " is unknown on this machine: add --driver MODULE");
  }
}
