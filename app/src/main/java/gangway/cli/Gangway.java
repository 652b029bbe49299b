package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.journal.Journal;
import gangway.journal.Run;
import gangway.journal.Unreadable;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The program: finds the command that is meant and runs it. */
final class Gangway {
  private static final List<String> COMMANDS =
      List.of(
          "devices",
          "show",
          "guests",
          "hide",
          "unhide",
          "attach",
          "detach",
          "new",
          "ready",
          "check",
          "recover",
          "history",
          "doctor",
          "guard",
          "save",
          "restore",
          "migrate",
          "shutdown-policy",
          "watch",
          "guest-prepare",
          "guest-check",
          "capture",
          "boot-config");

  private static final List<String> VERSION = List.of("-V", "--version");

  private final Console console;
  private final Supplier<Machine> here;

  /**
   * @param here finds the machine it runs on
   */
  Gangway(Console console, Supplier<Machine> here) {
    this.console = console;
    this.here = here;
  }

  ExitCode run(List<String> arguments) {
    Map<String, Command> commands = meant(arguments);
    CommandSpec root = root();
    commands.forEach((name, command) -> root.addSubcommand(name, command.spec()));
    CommandLine line = new CommandLine(root);
    try {
      ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
      return run(parsed, commands);
    } catch (CommandLine.ParameterException e) {
      console.report(misunderstood(e));
      return ExitCode.USAGE;
    } catch (Problem problem) {
      console.report(problem);
      return ExitCode.of(problem.kind());
    } catch (OutOfMemoryError e) {
      console.report(
          Problem.failed(
              "this host is too large for the memory gangway has",
              "please report it, with its size"));
      return ExitCode.FAILED;
    } catch (RuntimeException | StackOverflowError fault) {
      Problem problem = Problem.fault(fault);
      console.report(problem);
      return ExitCode.of(problem.kind());
    } finally {
      console.flush();
    }
  }

  private ExitCode run(ParseResult parsed, Map<String, Command> commands) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested()) {
      last.commandSpec().commandLine().usage(console.raw());
      return ExitCode.DONE;
    }
    if (last.isVersionHelpRequested()) {
      console.line("gangway " + Version.text());
      return ExitCode.DONE;
    }
    if (!last.commandSpec().subcommands().isEmpty()) {
      last.commandSpec().commandLine().usage(console.raw());
      return ExitCode.USAGE;
    }
    Command command = commands.get(parsed.subcommand().commandSpec().name());
    String host = parsed.matchedOptionValue("--host", "");
    Optional<Path> folder =
        host.isEmpty() ? Optional.empty() : Optional.of(Path.of(host).toAbsolutePath());
    if (command == null) {
      throw new IllegalStateException("no command " + parsed.subcommand().commandSpec().name());
    }
    Session session = new Session(console, folder, here);
    if (!(command instanceof RecoverCommand)) {
      remind(session);
    }
    return command.run(parsed.subcommand(), session);
  }

  /** Says that something was left half-way: it may be what brings the operator here. */
  private void remind(Session session) {
    Journal journal = new Journal(session.machine());
    for (Unreadable one : journal.unreadable()) {
      console.complain(Style.YELLOW, one.problem().blocker() + ": see 'gangway recover'");
    }
    for (Run run : journal.interrupted()) {
      console.complain(
          Style.YELLOW,
          "'gangway %s' of %s was killed half-way: 'gangway recover' takes it back"
              .formatted(run.command(), Times.of(run.begun())));
    }
  }

  /**
   * The commands to describe to the parser: only the one that is meant, or none, where that is
   * clear at once, and of its requests only that one. Describing all of them would take longer than
   * most of them run.
   */
  private static Map<String, Command> meant(List<String> arguments) {
    int first = !arguments.isEmpty() && arguments.getFirst().equals("--host") ? 2 : 0;
    String name = first < arguments.size() ? arguments.get(first) : "";
    String next = first + 1 < arguments.size() ? arguments.get(first + 1) : "";
    Map<String, Command> commands = new LinkedHashMap<>();
    if (arguments.size() == 1 && VERSION.contains(name)) {
      return commands;
    }
    for (String known : COMMANDS) {
      if (known.equals(name) || !COMMANDS.contains(name)) {
        commands.put(known, command(known, next));
      }
    }
    return commands;
  }

  private static Command command(String name, String next) {
    return switch (name) {
      case "devices" -> new DevicesCommand();
      case "show" -> new ShowCommand();
      case "guests" -> new GuestsCommand();
      case "hide" -> new HandoverCommand(Handover.HIDE);
      case "unhide" -> new HandoverCommand(Handover.UNHIDE);
      case "attach" -> new HandoverCommand(Handover.ATTACH);
      case "detach" -> new HandoverCommand(Handover.DETACH);
      case "new" -> new HandoverCommand(new AskingNew());
      case "ready" -> new HandoverCommand(new AskingReady());
      case "check" -> new CheckCommand(Handover.meant(next));
      case "recover" -> new RecoverCommand();
      case "history" -> new HistoryCommand();
      case "doctor" -> new DoctorCommand();
      case "guard" -> new GuardCommand();
      case "save" -> new SaveCommand();
      case "restore" -> new RestoreCommand();
      case "migrate" -> new MigrateCommand();
      case "shutdown-policy" -> new ShutdownPolicyCommand();
      case "watch" -> new WatchCommand();
      case "guest-prepare" -> new GuestPrepareCommand();
      case "guest-check" -> new GuestCheckCommand();
      case "capture" -> new CaptureCommand();
      case "boot-config" -> new BootConfigCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static CommandSpec root() {
    CommandSpec spec =
        Options.command(
            "gangway",
            "Hands PCI devices from a Xen host to its para-virtualized guests and takes them"
                + " back.");
    spec.addOption(
        OptionSpec.builder(VERSION.toArray(String[]::new))
            .versionHelp(true)
            .type(boolean.class)
            .description("Show the version.")
            .build());
    spec.addOption(
        Options.value(
            "--host",
            "FILE",
            "Look at another machine instead of this one: one that 'gangway capture' wrote to a"
                + " file, or whose files lie below a folder."));
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
