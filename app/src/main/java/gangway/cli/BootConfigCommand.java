package gangway.cli;

import gangway.Problem;
import gangway.boot.Dialect;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Original;
import gangway.host.Standing;
import gangway.pci.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway boot-config}: the lines that would hide functions at boot. */
final class BootConfigCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "boot-config",
            "Prints the lines that hide functions at boot, for this machine or another one.")
        .addOption(
            Options.value(
                "--dialect",
                "DIALECT",
                "modprobe.d, for today's systems, or modprobe.conf, for those of RHEL 5's days."
                    + " Default: the one this machine reads."))
        .addOption(
            Options.value(
                "--driver",
                "MODULE",
                "The module of the functions' driver. Default: the one that drives them here."))
        .addPositional(Options.arguments(0, "ADDRESS", "The functions; they need not be here."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Observer observer = new Observer(session.machine());
    Inventory inventory = observer.inventory();
    Dialect dialect =
        dialect(arguments.matchedOptionValue("--dialect", "")).orElse(inventory.boot().dialect());
    List<Address> functions =
        Stream.of(arguments.matchedPositionalValue(0, new String[0]))
            .map(text ->
                Address.parse(text).orElseGet(() -> inventory.functions().meant(text).address()))
            .toList();
    String driver = arguments.matchedOptionValue("--driver", "");
    SequencedSet<String> modules = new LinkedHashSet<>();
    if (driver.isEmpty()) {
      Standing standing = observer.standing(inventory, functions);
      for (Address function : functions) {
        standing
            .original(function)
            .flatMap(Original::module)
            .ifPresentOrElse(modules::add, () -> complainOfNoDriver(session.console(), function));
      }
    } else {
      modules.add(driver);
    }
    dialect.lines(functions, modules).forEach(session.console()::line);
    return ExitCode.DONE;
  }

  private static void complainOfNoDriver(Console console, Address function) {
    console.complain(
        Style.YELLOW, "no driver of " + function + " is known here; name its module with --driver");
  }

  private static Optional<Dialect> dialect(String title) {
    if (title.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Stream.of(Dialect.values())
            .filter(dialect -> dialect.title().equals(title))
            .findFirst()
            .orElseThrow(() ->
                Problem.usage(
                    "there is no dialect '" + title + "'",
                    "the dialects are modprobe.d and modprobe.conf")));
  }
}
