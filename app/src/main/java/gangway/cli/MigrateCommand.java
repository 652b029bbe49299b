package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.handover.Chore;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.migration.CarriedMigrating;
import gangway.migration.ColdMigrating;
import gangway.migration.Migrating;
import gangway.migration.Move;
import gangway.migration.OtherHost;
import gangway.pci.Address;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway migrate}: migrates a guest that has devices to another host. */
final class MigrateCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "migrate",
                "Migrate a guest that has devices to another host.",
                "Detaches the guest's devices, migrates the guest while it runs, and attaches equal"
                    + " devices of the other host.")
            .addOption(Options.dryRun())
            .addOption(
                Options.flag(
                    "--suspended",
                    "Suspend the guest to a file while its memory is copied: for a Xen that cannot"
                        + " migrate a running PV guest."))
            .addOption(
                Options.flag(
                    "--cold",
                    "Shut the guest down and start it on the other host: for a guest that would"
                        + " crash when it is migrated."))
            .addOption(Replacements.option())
            .addPositional(Options.argument("0", "GUEST", "The guest's name."))
            .addPositional(
                Options.argument("1", "HOST", "The other host, as for ssh: [USER@]NAME."));
    return Options.examples(
        spec,
        "gangway migrate --dry-run pv1 other-host",
        "gangway migrate pv1 other-host",
        "gangway migrate --suspended --map 09:00.0=04:00.0 pv1 other-host");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    OtherHost host = new OtherHost(ssh(arguments.matchedPositionalValue(1, "")), Version.text());
    Console console = session.console();
    session.mustBeRoot("only root can migrate a guest");
    if (arguments.hasMatchedOption("--cold") && arguments.hasMatchedOption("--suspended")) {
      throw Problem.usage("--cold and --suspended exclude each other", "use one of them");
    }
    if (arguments.hasMatchedOption("--dry-run")) {
      Move move = look(session.machine(), guest, host, arguments);
      print(move, console);
      Printing.print(move.plan(), console);
      move.afterwards().ifPresent(what -> console.line(Style.BOLD, "then: " + what));
      return move.refused() ? ExitCode.REFUSED : ExitCode.DONE;
    }
    ActingMachine machine = session.actingMachine();
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            arguments.originalArgs(),
            Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Move move = run.found(() -> look(machine, guest, host, arguments));
    print(move, console);
    if (move.refused()) {
      run.drop();
      return ExitCode.REFUSED;
    }
    Chore.perform(
        machine, run, move.plan(), Interruption.onSignals(new Printing(console), console));
    move.afterwards()
        .ifPresent(what -> {
          console.line("  " + what);
          console.flush();
        });
    move.settle(machine);
    console.line(Style.GREEN, "done: guest %s is on %s%s".formatted(guest, host.ssh(), has(move)));
    return ExitCode.DONE;
  }

  private static Move look(Machine machine, String guest, OtherHost host, ParseResult arguments) {
    Map<Address, Address> instead = Replacements.of(arguments);
    if (arguments.hasMatchedOption("--cold")) {
      return ColdMigrating.of(machine, guest, host, instead);
    }
    return arguments.hasMatchedOption("--suspended")
        ? CarriedMigrating.of(machine, guest, host, instead)
        : Migrating.of(machine, guest, host, instead);
  }

  private static Ssh ssh(String host) {
    try {
      return new Ssh(host);
    } catch (IllegalArgumentException e) {
      throw Problem.usage("'%s' is not a host name".formatted(host), "write [USER@]NAME");
    }
  }

  private static void print(Move move, Console console) {
    move.verdict().ifPresent(new Findings(console::complain)::print);
    if (move.refused()) {
      console.complain(Style.RED, "refused: nothing was changed");
    }
  }

  private static String has(Move move) {
    return move.functions().isEmpty() ? "" : ", with" + joined(move);
  }

  private static String joined(Move move) {
    return move.functions().stream().map(function -> " " + function).collect(Collectors.joining());
  }
}
