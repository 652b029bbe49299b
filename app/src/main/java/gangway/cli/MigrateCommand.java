package gangway.cli;

import gangway.Problem;
import gangway.handover.Chore;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.Ssh;
import gangway.migration.Migrating;
import gangway.migration.OtherHost;
import gangway.pci.Address;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway migrate}: moves a guest to another host while it runs, though it has devices. */
final class MigrateCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "migrate",
            "Takes what a guest has from it, moves it to another host as it runs, and gives it there"
                + " what is equal to that.")
        .addOption(
            Options.flag("--dry-run", "Show what would be found and done, and change nothing."))
        .addOption(Replacements.option())
        .addPositional(Options.argument("0", "GUEST", "The guest's name."))
        .addPositional(
            Options.argument("1", "HOST", "The other host, as ssh takes it: [USER@]NAME."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    OtherHost host = new OtherHost(ssh(arguments.matchedPositionalValue(1, "")));
    Console console = session.console();
    session.mustBeRoot("only root can move a guest");
    if (arguments.hasMatchedOption("--dry-run")) {
      Migrating migrating = look(session.machine(), guest, host, arguments);
      print(migrating, console);
      Printing.print(migrating.plan(), console);
      migrating.attach().ifPresent(command -> console.line(Style.BOLD, "then: " + command));
      return migrating.refused() ? ExitCode.REFUSED : ExitCode.DONE;
    }
    ActingMachine machine = session.actingMachine();
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            arguments.originalArgs(),
            Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Migrating migrating = run.found(() -> look(machine, guest, host, arguments));
    print(migrating, console);
    if (migrating.refused()) {
      run.drop();
      return ExitCode.REFUSED;
    }
    Chore.perform(
        machine, run, migrating.plan(), Interruption.heeded(new Printing(console), console));
    migrating.attach().ifPresent(command -> give(machine, migrating, command, console));
    console.line(
        Style.GREEN, "done: guest %s is on %s%s".formatted(guest, host.ssh(), has(migrating)));
    return ExitCode.DONE;
  }

  private static Migrating look(
      Machine machine, String guest, OtherHost host, ParseResult arguments) {
    Map<Address, Address> instead = Replacements.of(arguments, Migrating.functions(machine, guest));
    return Migrating.of(machine, guest, host, instead);
  }

  private static Ssh ssh(String host) {
    try {
      return new Ssh(host);
    } catch (IllegalArgumentException e) {
      throw Problem.usage("'%s' is no name of a host".formatted(host), "write [USER@]NAME");
    }
  }

  private static void print(Migrating migrating, Console console) {
    migrating.verdict().ifPresent(new Findings(console::complain)::print);
    if (migrating.refused()) {
      console.complain(Style.RED, "refused: nothing was changed");
    }
  }

  /** From here on there is no way back: the guest runs there. */
  private static void give(
      ActingMachine machine,
      Migrating migrating,
      gangway.machine.Command command,
      Console console) {
    console.line("  give guest %s%s there".formatted(migrating.guest(), joined(migrating)));
    console.flush();
    Result result = machine.run(command);
    if (!result.ok()) {
      throw Problem.inconsistent(
          "guest '%s' is on %s, but does not have its devices"
              .formatted(migrating.guest(), migrating.host().ssh()),
          "see to that there, then 'gangway attach --now %s%s'"
              .formatted(migrating.guest(), joined(migrating)),
          List.copyOf(result.complaint()));
    }
  }

  private static String has(Migrating migrating) {
    return migrating.functions().isEmpty() ? "" : ", with" + joined(migrating);
  }

  private static String joined(Migrating migrating) {
    return migrating.functions().stream()
        .map(function -> " " + function)
        .collect(Collectors.joining());
  }
}
