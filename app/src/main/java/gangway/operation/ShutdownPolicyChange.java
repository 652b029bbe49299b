package gangway.operation;

import gangway.guard.ShutdownPolicies;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets or deletes the shutdown policy of a guest: {@code gangway shutdown-policy}. Claims the file,
 * which has the policies of all guests.
 *
 * @param policy empty to delete the policy
 */
public record ShutdownPolicyChange(String guest, Optional<Policy> policy) implements SettingChange {
  /** The word of no policy. */
  public static final String NONE = "none";

  @Override
  public List<String> words() {
    return List.of("shutdown-policy", guest, policy.map(Policy::word).orElse(NONE));
  }

  @Override
  public Set<Claim> claims() {
    return Set.of(new Claim.OfShutdownPolicies());
  }

  @Override
  public Plan plan(Machine machine) {
    ShutdownPolicies policies = ShutdownPolicies.read(machine);
    return new Plan(
        policies.of(guest).equals(policy)
            ? List.of()
            : List.of(
                Step.replacing(
                    "set the shutdown policy of guest " + guest, policies.with(guest, policy))));
  }
}
