package gangway.cli;

import gangway.pci.PciFunctions;
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
            "Let a guest be given devices while it runs.",
            "Sets what the guest's definition lacks for that. The change counts from the guest's"
                + " next start.")
        .addPositional(Options.argument("0", "GUEST", "The guest's name."));
  }

  @Override
  public RequestDraft draft(PciFunctions all, ParseResult arguments) {
    return RequestDraft.of(new Request.Ready(arguments.matchedPositionalValue(0, "")));
  }
}
