package gangway.cli;

import gangway.machine.Machine;
import gangway.migration.Restoring;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway restore}: makes a guest of its saved state, and gives it its devices again. */
final class RestoreCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "restore",
            "Restores a guest that 'gangway save' saved, and gives it again what it had.")
        .addOption(
            Options.flag("--dry-run", "Show what would be found and done, and change nothing."))
        .addOption(Replacements.option())
        .addPositional(Options.argument("0", "FILE", "The file the guest was saved to."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Path image = Path.of(arguments.matchedPositionalValue(0, "")).toAbsolutePath().normalize();
    Console console = session.console();
    session.mustBeRoot("only root can restore a guest");
    Machine here = session.machine();
    Map<Address, Address> instead = Replacements.of(arguments);
    if (arguments.hasMatchedOption("--dry-run")) {
      Restoring restoring = Restoring.of(here, image, instead);
      Printing.print(restoring.plan(), console);
      if (!restoring.later().isEmpty()) {
        console.line(Style.BOLD, "then: gangway " + restoring.attachWords());
      }
      return ExitCode.DONE;
    }
    Findings findings = new Findings(console::complain);
    Restoring.Restored restored =
        Restoring.carriedOut(
            session.actingMachine(),
            arguments.originalArgs(),
            image,
            instead,
            Interruption.heeded(new Printing(console), console),
            findings::print);
    Restoring restoring = restored.restoring();
    console.line(
        Style.GREEN, "done: guest %s is back%s".formatted(restoring.guest(), has(restoring)));
    restored.remarks().forEach(findings::print);
    return ExitCode.DONE;
  }

  private static String has(Restoring restoring) {
    return restoring.functions().isEmpty()
        ? ""
        : restoring.functions().stream()
            .map(Address::toString)
            .collect(Collectors.joining(", ", ", with ", ""));
  }
}
