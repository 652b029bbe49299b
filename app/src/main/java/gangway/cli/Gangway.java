package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import gangway.machine.Machine;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The program: parses the command line and runs the command. */
final class Gangway {
  private static final List<String> VERSION = List.of("-V", "--version");

  private final Console console;
  private final Supplier<Machine> here;
  private final InputStream in;
  private boolean mayHaveActed;
  private Optional<Session> session = Optional.empty();

  /**
   * @param here opens the machine that the program runs on
   */
  Gangway(Console console, Supplier<Machine> here) {
    this(console, here, System.in);
  }

  /**
   * @param here opens the machine that the program runs on
   * @param in the standard input of commands
   */
  Gangway(Console console, Supplier<Machine> here, InputStream in) {
    this.console = console;
    this.here = here;
    this.in = in;
  }

  ExitCode run(List<String> given) {
    if (!given.isEmpty() && given.getFirst().equals(Completion.ASKED)) {
      return complete(given.subList(1, given.size()));
    }
    List<String> arguments =
        OldSpellings.replaced(given, warning -> console.complain(Style.YELLOW, warning));
    Map<String, Command> commands = meant(arguments);
    CommandLine line = new CommandLine(described(commands));
    // a word is never read as the name of a file with more words: @FILE
    line.setExpandAtFiles(false);
    try {
      ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
      return run(parsed, commands);
    } catch (CommandLine.ParameterException e) {
      console.report(misunderstood(e));
      return ExitCode.USAGE;
    } catch (Problem problem) {
      return ended(problem);
    } catch (RuntimeException | Error fault) {
      return ended(mayHaveActed ? Problem.faultInTheMiddle(fault) : Problem.fault(fault));
    } finally {
      console.flush();
    }
  }

  /** Reports the problem that ended the command. */
  private ExitCode ended(Problem problem) {
    console.report(problem);
    ExitCode exit = ExitCode.of(problem.kind());
    try {
      session.ifPresent(used -> used.ended(exit, Optional.of(problem)));
    } catch (RuntimeException | Error fault) {
      // the text above has told the problem, and the exit code must be that of the problem
    }
    return exit;
  }

  /** A shell shows no errors: if the host cannot be read, it offers nothing. */
  private ExitCode complete(List<String> words) {
    try {
      new Completion(here.get()).of(words).forEach(one -> console.raw().println(one.line()));
    } catch (Problem unreadable) {
      return ExitCode.FAILED;
    } finally {
      console.flush();
    }
    return ExitCode.DONE;
  }

  private ExitCode run(ParseResult parsed, Map<String, Command> commands) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested()) {
      help(last);
      return ExitCode.DONE;
    }
    if (last.isVersionHelpRequested()) {
      console.line("gangway " + Version.text());
      return ExitCode.DONE;
    }
    if (!last.commandSpec().subcommands().isEmpty()) {
      help(last);
      return ExitCode.USAGE;
    }
    Command command = commands.get(parsed.subcommand().commandSpec().name());
    String host = parsed.matchedOptionValue("--host", "");
    Optional<Path> folder =
        host.isEmpty() ? Optional.empty() : Optional.of(Path.of(host).toAbsolutePath());
    if (command == null) {
      throw new IllegalStateException("no command " + parsed.subcommand().commandSpec().name());
    }
    Session used = new Session(console, ReportKind.of(parsed), folder, here, in);
    session = Optional.of(used);
    if (!(command instanceof RecoverCommand)) {
      remind(used);
    }
    try {
      ExitCode exit = command.run(parsed.subcommand(), used);
      used.ended(exit, Optional.empty());
      return exit;
    } catch (RuntimeException | Error fault) {
      mayHaveActed = used.mayHaveActed();
      throw fault;
    }
  }

  private void help(ParseResult parsed) {
    CommandLine line = parsed.commandSpec().commandLine();
    if (line.getParent() == null) {
      ProgramHelp.group(line);
    }
    line.usage(console.raw());
  }

  /** Warns of interrupted operations: one of them may be the reason for this command. */
  private void remind(Session used) {
    Journal journal = new Journal(used.machine());
    OpenOperations running = journal.running();
    for (UnreadableOperation one : running.unreadable()) {
      console.complain(Style.YELLOW, one.problem().blocker() + ": see 'gangway recover'");
    }
    for (Operation run : journal.interrupted(running)) {
      console.complain(
          Style.YELLOW,
          "'gangway %s' of %s was interrupted: undo it with 'gangway recover'"
              .formatted(run.command(), Times.of(run.begun())));
    }
  }

  /**
   * The commands to describe to the parser: only the command that is used, if its name is in its
   * usual place. Describing all commands would take longer than most commands run.
   */
  private static Map<String, Command> meant(List<String> arguments) {
    int first = !arguments.isEmpty() && arguments.getFirst().equals("--host") ? 2 : 0;
    String name = first < arguments.size() ? arguments.get(first) : "";
    String next = first + 1 < arguments.size() ? arguments.get(first + 1) : "";
    Map<String, Command> commands = new LinkedHashMap<>();
    if (arguments.size() == 1 && VERSION.contains(name)) {
      return commands;
    }
    Optional<CommandName> used = CommandName.of(name);
    for (CommandName known : used.map(List::of).orElseGet(() -> List.of(CommandName.values()))) {
      commands.put(known.word(), known.command(used.isPresent() ? next : ""));
    }
    return commands;
  }

  /** The program with the command that the arguments use; with all commands if they use none. */
  static CommandSpec described(List<String> arguments) {
    return described(meant(arguments));
  }

  /** Every command, in the order of the help, without the program. */
  static Stream<CommandSpec> everyCommand() {
    return meant(List.of()).values().stream().map(Command::spec);
  }

  private static CommandSpec described(Map<String, Command> commands) {
    CommandSpec root = root();
    commands.forEach((name, command) -> root.addSubcommand(name, command.spec()));
    return root;
  }

  private static CommandSpec root() {
    CommandSpec spec =
        Options.command(
            "gangway", "Assigns PCI devices of a Xen host to its PV guests, and takes them back.");
    Options.examples(
        spec,
        "gangway devices",
        "gangway check hide 09:00.0",
        "gangway assign --dry-run pv1 09:00.0",
        "gangway assign pv1 09:00.0");
    spec.addOption(
        OptionSpec.builder(VERSION.toArray(String[]::new))
            .versionHelp(true)
            .type(boolean.class)
            .description("Show the version and exit.")
            .build());
    spec.addOption(
        Options.value(
            "--host",
            "FILE",
            "Read another machine instead of this one: a file written by 'gangway capture', or a"
                + " directory with the machine's files. Changes nothing."));
    return spec;
  }

  private static Problem misunderstood(CommandLine.ParameterException e) {
    List<String> suggestions =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    return Problem.usage(
        String.valueOf(e.getMessage()),
        suggestions.isEmpty()
            ? "see '" + help + "'"
            : "did you mean '" + suggestions.getFirst() + "'? See '" + help + "'");
  }
}
