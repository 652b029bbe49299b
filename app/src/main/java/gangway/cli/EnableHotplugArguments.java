package gangway.cli;

import gangway.request.Request;
import gangway.request.RequestDraft;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway enable-hotplug}: what a guest needs to be given functions while it runs. */
final class EnableHotplugArguments implements RequestArguments {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "enable-hotplug",
            "Allow hot-plug: let a guest get devices while it runs.",
            "Adds the settings for hot-plug that the guest's definition lacks. They take effect at the"
                + " guest's next start.")
        .addPositional(Options.argument("0", "GUEST", "The guest's name."));
  }

  @Override
  public RequestDraft draft(NamedFunctions named, ParseResult arguments) {
    return RequestDraft.of(new Request.Ready(arguments.matchedPositionalValue(0, "")));
  }
}
