package gangway.cli;

import gangway.Problem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gangway serve}: the HTTP API. The launcher starts the service itself, which has a class
 * path of its own; this class describes the command for the help, the manual pages and the
 * completion.
 *
 * <p>See docs/decisions/0032-the-service-starts-the-program.md.
 */
final class ServeCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "serve",
                "Offer the HTTP API on a UNIX socket.",
                "Runs until it is stopped; systemd/gangway-serve.service runs it as a service. It shows"
                    + " the host to all users; only root and the members of the group"
                    + " gangway-operators can change the host through it.")
            .addOption(
                Options.value(
                    "--socket", "PATH", "The UNIX socket (default: /run/gangway/api.sock)."))
            .addOption(
                Options.value(
                    "--host",
                    "FILE",
                    "Show another machine instead of this one: a file written by 'gangway capture',"
                        + " or a directory with the machine's files."))
            .addOption(
                Options.flag(
                    "--web",
                    "Also offer the web page at 127.0.0.1, and print its address, which has a secret"
                        + " token."))
            .addOption(
                Options.value("--port", "PORT", "The port of the web page (default: a free one)."));
    return Options.examples(spec, "gangway serve", "gangway serve --web --port 8088");
  }

  /** Reached only if another option is in front of the command's name. */
  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    throw Problem.usage(
        "'serve' must be the first word of the command line",
        "write 'gangway serve', then its options");
  }
}
