package gangway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gangway guard}: prevents that guests which would not survive it are saved or migrated.
 * Each subcommand is a class.
 */
final class GuardCommand implements Command {
  /** What only root can do, for several of the subcommands. */
  static final String ROOT_SEES_DEVICES = "only root can see which guests have, or had, devices";

  private final Map<String, Command> subcommands = new LinkedHashMap<>();

  /**
   * @param used the subcommand to describe to the parser; all of them are described if there is no
   *     subcommand of this name
   */
  GuardCommand(String used) {
    subcommands.put("status", new GuardStatus());
    subcommands.put("install", new GuardInstall());
    subcommands.put("remove", new GuardRemove());
    subcommands.put("scan", new GuardScan());
    subcommands.put("shutdown", new GuardShutdown());
    subcommands.put("resume", new GuardResume());
    subcommands.put("ask", new GuardAsk());
    subcommands.put("hook", new GuardHook());
    if (subcommands.containsKey(used)) {
      subcommands.keySet().removeIf(name -> !name.equals(used));
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "guard",
            "Prevent save and migration of guests with devices.",
            "A guest that has, or had, a device can crash when it is saved or migrated.");
    subcommands.forEach((name, command) -> spec.addSubcommand(name, command.spec()));
    return Options.examples(
        spec, "gangway guard install", "gangway guard status", "gangway guard scan /srv");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ParseResult subcommand = arguments.subcommand();
    Command command = subcommands.get(subcommand.commandSpec().name());
    if (command == null) {
      throw new IllegalStateException("no subcommand " + subcommand.commandSpec().name());
    }
    return command.run(subcommand, session);
  }
}
