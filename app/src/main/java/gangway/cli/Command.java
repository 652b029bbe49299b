package gangway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the program. */
interface Command {

  /** Its options and its help. */
  CommandSpec spec();

  /** Carries it out. */
  ExitCode run(ParseResult arguments, Session session);
}
