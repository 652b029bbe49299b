package gangway.cli;

import gangway.check.Request;
import gangway.check.Verdict;
import gangway.host.Host;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.machine.Machine;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway enable-hotplug}: what a guest needs to be given functions while it runs. */
final class AskingReady implements Asking {

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
  public Set<Claim> claims(Machine machine, ParseResult arguments) {
    return Set.of(new Claim.OfGuest(guest(arguments)));
  }

  @Override
  public Asked asked(Machine machine, ParseResult arguments) {
    Observer observer = new Observer(machine);
    Host host = observer.hostWithoutUse(observer.inventory(), List.of());
    return new Asked(host, Verdict.of(host, new Request.Ready(guest(arguments)), List.of()));
  }

  private static String guest(ParseResult arguments) {
    return arguments.matchedPositionalValue(0, "");
  }
}
