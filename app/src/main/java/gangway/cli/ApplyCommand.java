package gangway.cli;

import gangway.check.Finding;
import gangway.declaration.Declaration;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.operation.ApplyOperation;
import gangway.operation.ApplyOperation.Checked;
import gangway.operation.ApplyOperation.Result;
import gangway.operation.Submission;
import gangway.passthrough.PreparedRequest;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway apply}: brings the host into the state that a file declares, all or nothing. */
final class ApplyCommand implements Command {
  /** Stands for the standard input. */
  static final String STANDARD_INPUT = "-";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "apply",
                "Hide functions and give guests their devices as a file declares, all or nothing.",
                "Prints the difference between the host and the file first. A guest in the file gets"
                    + " exactly the listed devices; guests and hidden functions that are not in the"
                    + " file stay as they are. If a change fails, all changes are undone."
                    + " docs/apply.md describes the file; 'gangway export' writes one.")
            .addOption(AcceptOption.option())
            .addOption(Options.dryRun())
            .addPositional(
                Options.argument("0", "FILE", "The file, in YAML; - for the standard input."));
    return Options.examples(
        spec, "gangway apply --dry-run devices.yaml", "gangway apply devices.yaml");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Console console = session.console();
    String file = arguments.matchedPositionalValue(0, "");
    String name = file.equals(STANDARD_INPUT) ? "the standard input" : file;
    String text =
        file.equals(STANDARD_INPUT) ? session.standardInput() : session.text(Path.of(file));
    ApplyOperation operation =
        new ApplyOperation(
            name, Declaration.parse(text), functions -> AcceptOption.of(arguments, functions));
    if (arguments.hasMatchedOption("--dry-run")) {
      return checked(operation, session.machine(), name, console);
    }
    WritableMachine machine = session.actingMachine();
    return machine.root()
        ? performed(operation, machine, arguments.originalArgs(), name, console)
        : checked(operation, machine, name, console);
  }

  private static ExitCode checked(
      ApplyOperation operation, Machine machine, String name, Console console) {
    Checked checked = operation.check(machine);
    print(checked, name, console);
    if (checked.refused()) {
      return refused(console);
    }
    for (PreparedRequest part : checked.parts()) {
      ConsoleProgress.print(machine, part.plan(), console);
    }
    return checked.changes().isEmpty() ? alreadySo(name, console) : ExitCode.DONE;
  }

  private static ExitCode performed(
      ApplyOperation operation,
      WritableMachine machine,
      List<String> words,
      String name,
      Console console) {
    Result result =
        operation.perform(
            Submission.of(
                machine, words, Interruption.onSignals(new ConsoleProgress(console), console)),
            checked -> print(checked, name, console));
    return switch (result) {
      case Result.Refused _ -> refused(console);
      case Result.AlreadySo _ -> alreadySo(name, console);
      case Result.Done(List<Finding> remarks) -> {
        console.line(Style.GREEN, "done: the host is as %s declares".formatted(name));
        remarks.forEach(new FindingsPrinter(console::complain)::print);
        yield ExitCode.DONE;
      }
    };
  }

  /** Prints the difference, then the findings. */
  private static void print(Checked checked, String name, Console console) {
    if (!checked.changes().isEmpty()) {
      console.line(Style.BOLD, "to be as %s declares:".formatted(name));
      checked.changes().forEach(change -> console.line("  " + change));
      console.flush();
    }
    new FindingsPrinter(console::complain).print(checked);
  }

  private static ExitCode refused(Console console) {
    console.complain(Style.RED, "refused: nothing was changed");
    return ExitCode.REFUSED;
  }

  private static ExitCode alreadySo(String name, Console console) {
    console.line(Style.GREEN, "already so: the host is as %s declares".formatted(name));
    return ExitCode.DONE;
  }
}
