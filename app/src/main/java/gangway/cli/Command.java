package gangway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A command of the program. */
interface Command {

  /** The command's options and help. */
  CommandSpec spec();

  /** Runs the command. */
  ExitCode run(ParseResult arguments, Session session);
}
