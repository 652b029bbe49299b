package gangway.cli;

import gangway.Problem;
import gangway.config.Configuration;
import gangway.config.ConfigurationSample;
import gangway.config.Entry;
import gangway.config.Setting;
import gangway.pci.PciAddress;
import gangway.view.ConfigurationView;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway config}: prints the configuration and where each value comes from. */
final class ConfigCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "config",
                "Print the time limits, policies and groups, and where each value comes from.",
                "Reads %s, which is optional (gangway.conf(5)). Changes nothing."
                    .formatted(Configuration.FILE))
            .addOption(
                Options.flag("--sample", "Print a file with all defaults as comments instead."))
            .addOption(
                Options.value(
                    "--check", "FILE", "Read FILE instead: check a file before you install it."))
            .addOption(Options.json());
    return Options.examples(
        spec,
        "gangway config",
        "gangway config --sample",
        "gangway config --check /root/gangway.conf");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Console console = session.console();
    if (arguments.hasMatchedOption("--sample")) {
      if (arguments.hasMatchedOption("--check") || arguments.hasMatchedOption("--json")) {
        throw Problem.usage(
            "--sample prints a file: it excludes --check and --json", "remove the other options");
      }
      ConfigurationSample.lines().forEach(console::line);
      return ExitCode.DONE;
    }
    String file = arguments.matchedOptionValue("--check", "");
    Configuration configuration =
        file.isEmpty() ? session.configuration() : parsed(session.absolute(Path.of(file)), session);
    if (arguments.hasMatchedOption("--json")) {
      console.json(new ConfigurationView(configuration));
    } else {
      print(configuration, console);
    }
    return ExitCode.DONE;
  }

  private static Configuration parsed(Path file, Session session) {
    return Configuration.parse(
        file,
        session
            .machine()
            .exact(file)
            .orElseThrow(() ->
                Problem.usage(
                    "there is no file %s".formatted(file),
                    "name a file; 'gangway config --sample' prints one")));
  }

  private static void print(Configuration configuration, Console console) {
    String file = configuration.file().map(Path::toString).orElse("");
    Table table = new Table("SETTING", "VALUE", "ORIGIN");
    for (Setting setting : Setting.all()) {
      table.row(
          setting.section() + "." + setting.key(),
          configuration.value(setting),
          configuration
              .entry(setting)
              .map(Entry::line)
              .map(line -> file + ":" + line)
              .orElse("default"));
    }
    configuration
        .groups()
        .forEach(group ->
            table.row(
                "groups." + group.name(),
                group.functions().stream()
                    .map(PciAddress::toString)
                    .collect(Collectors.joining(" ")),
                file + ":" + group.line()));
    table.print(console);
  }
}
