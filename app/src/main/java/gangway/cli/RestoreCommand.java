package gangway.cli;

import gangway.Problem;
import gangway.check.Request;
import gangway.check.Request.Reach;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Chore;
import gangway.handover.Progress;
import gangway.handover.Rehearsal;
import gangway.host.Host;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.migration.Restoring;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Manifest manifest = Restoring.manifest(here, image);
    Map<Address, Address> instead =
        Replacements.of(
            arguments, manifest.functions().stream().map(Manifest.Item::address).toList());
    if (arguments.hasMatchedOption("--dry-run")) {
      Restoring restoring = Restoring.of(here, image, instead);
      Printing.print(restoring.plan(), console);
      if (!restoring.functions().isEmpty()) {
        console.line(Style.BOLD, "then: gangway " + attach(restoring));
      }
      return ExitCode.DONE;
    }
    ActingMachine machine = session.actingMachine();
    Progress progress = Interruption.heeded(new Printing(console), console);
    Restoring restoring = restored(machine, image, instead, arguments, progress);
    if (!restoring.functions().isEmpty()) {
      given(machine, restoring, arguments, progress, console);
    }
    console.line(
        Style.GREEN, "done: guest %s is back%s".formatted(restoring.guest(), has(restoring)));
    return ExitCode.DONE;
  }

  private static Restoring restored(
      ActingMachine machine,
      Path image,
      Map<Address, Address> instead,
      ParseResult arguments,
      Progress progress) {
    String guest = Restoring.manifest(machine, image).guest();
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            arguments.originalArgs(),
            Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Restoring restoring = run.found(() -> Restoring.of(machine, image, instead));
    Chore.perform(machine, run, restoring.plan(), progress);
    return restoring;
  }

  /** From here on there is no way back: the guest runs. */
  private static void given(
      ActingMachine machine,
      Restoring restoring,
      ParseResult arguments,
      Progress progress,
      Console console) {
    Set<Claim> claims = new HashSet<>();
    claims.add(new Claim.OfGuest(restoring.guest()));
    restoring.functions().forEach(function -> claims.add(new Claim.OfFunction(function)));
    RunWriter run =
        RunWriter.begin(machine, Author.present(machine), arguments.originalArgs(), claims);
    Observer observer = new Observer(machine);
    Host host = observer.hostWithoutUse(observer.inventory(), restoring.functions());
    Request attach =
        new Request.Attach(restoring.guest(), restoring.functions(), Set.of(Reach.NOW));
    Rehearsal rehearsal = Rehearsal.of(host, Verdict.of(host, attach, List.of()));
    Findings findings = new Findings(console::complain);
    findings.print(rehearsal.verdict());
    if (rehearsal.verdict().refused()) {
      run.drop();
      throw without(restoring, List.of("it is refused, as is told above"));
    }
    try {
      rehearsal.perform(machine, run, progress).forEach(findings::print);
    } catch (Problem why) {
      throw without(restoring, why.evidence());
    }
  }

  private static Problem without(Restoring restoring, List<String> evidence) {
    return Problem.inconsistent(
        "guest '%s' is restored, but does not have its devices".formatted(restoring.guest()),
        "see to that, then 'gangway %s'".formatted(attach(restoring)),
        evidence);
  }

  private static String attach(Restoring restoring) {
    return "attach --now %s %s".formatted(restoring.guest(), joined(restoring, " "));
  }

  private static String has(Restoring restoring) {
    return restoring.functions().isEmpty() ? "" : ", with " + joined(restoring, ", ");
  }

  private static String joined(Restoring restoring, String between) {
    return restoring.functions().stream()
        .map(Address::toString)
        .collect(Collectors.joining(between));
  }
}
