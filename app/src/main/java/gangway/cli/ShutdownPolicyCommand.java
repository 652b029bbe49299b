package gangway.cli;

import gangway.Problem;
import gangway.guard.ShutdownPolicies;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.migration.ImagePlace;
import gangway.operation.ShutdownPolicyChange;
import gangway.view.ShutdownPoliciesView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway shutdown-policy}: what happens to guests when the host shuts down. */
final class ShutdownPolicyCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "shutdown-policy",
                "Set what happens to a guest when the host shuts down.",
                "Without POLICY, shows the policy. 'gangway guard shutdown' uses the policies.")
            .addPositional(
                Options.optional("0", "GUEST", "The guest's name (default: all guests)."))
            .addPositional(
                Options.optional(
                    "1",
                    "POLICY",
                    "save: save the guest, and restore it with its devices when the host is up"
                        + " again; shutdown: shut the guest down; ignore: do nothing; none: remove"
                        + " the policy: shut the guest down only if it is at risk (default: show"
                        + " the policy)."));
    return Options.examples(
        SettingCommand.options(spec),
        "gangway shutdown-policy",
        "gangway shutdown-policy pv1 save");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    String wanted = arguments.matchedPositionalValue(1, "");
    Report report = session.report();
    Console text = session.text();
    if (!wanted.isEmpty()) {
      return set(guest, wanted, arguments, session);
    }
    mustSet(arguments);
    ShutdownPolicies policies = ShutdownPolicies.read(session.machine());
    if (!guest.isEmpty()) {
      String word = policies.of(guest).map(Policy::word).orElse(ShutdownPolicyChange.NONE);
      text.line(word);
      report.members(ShutdownPoliciesView.of(guest, word));
      return ExitCode.DONE;
    }
    report.members(ShutdownPoliciesView.of(policies));
    if (policies.all().isEmpty()) {
      text.complain(Style.PLAIN, "no guest has a shutdown policy");
      return ExitCode.NOTHING;
    }
    Table table = new Table("GUEST", "POLICY");
    policies.all().forEach((name, policy) -> table.row(name, policy.word()));
    table.print(text);
    return ExitCode.DONE;
  }

  /** The options of a change have no meaning without one. */
  private static void mustSet(ParseResult arguments) {
    for (String option : List.of("--dry-run", "--digest")) {
      if (arguments.hasMatchedOption(option)) {
        throw Problem.usage(
            option + " is for a change of a policy", "add GUEST and POLICY, or remove the option");
      }
    }
  }

  private static ExitCode set(String guest, String word, ParseResult arguments, Session session) {
    Optional<Policy> policy = Policy.of(word);
    if (policy.isEmpty() && !word.equals(ShutdownPolicyChange.NONE)) {
      throw Problem.usage(
          "unknown policy '%s'".formatted(word), "use save, shutdown, ignore or none");
    }
    if (!ShutdownPolicies.canName(guest)) {
      throw Problem.usage(
          "a guest's name must be one line of characters that a terminal shows",
          "see 'gangway guests'");
    }
    if (policy.equals(Optional.of(Policy.SAVE)) && !ImagePlace.canBeNamedFor(guest)) {
      throw Problem.usage(
          "guest '%s' cannot be saved: its name cannot be a file name".formatted(guest),
          "rename the guest");
    }
    if (arguments.hasMatchedOption("--dry-run")) {
      session.warnOfConfiguration(session.report()::note);
    }
    return new SettingCommand(
            new ShutdownPolicyChange(guest, policy),
            "policy of guest %s when the host shuts down: %s".formatted(guest, word))
        .run(
            arguments,
            session,
            () -> {
              session.mustBeRoot("only root can set a shutdown policy");
              return session.configuredMachine();
            });
  }
}
