package gangway.operation;

import gangway.boot.FileEdit;
import gangway.guard.ShutdownPolicies;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sets or deletes the shutdown policy of a guest: {@code gangway shutdown-policy}. */
public final class ShutdownPolicyOperation {
  private final String guest;
  private final Optional<Policy> policy;

  /**
   * @param policy empty to delete the policy
   */
  public ShutdownPolicyOperation(String guest, Optional<Policy> policy) {
    this.guest = guest;
    this.policy = policy;
  }

  /**
   * Claims the file, which has the policies of all guests, then reads it.
   *
   * @return whether something was changed
   * @throws gangway.Problem of kind REFUSED if another operation changes the file, of kind FAILED
   *     if all was undone, of kind INCONSISTENT if not all could be undone
   */
  public boolean perform(Submission by) {
    OperationWriter operation = by.begin(Set.of(new Claim.OfShutdownPolicies()));
    Optional<FileEdit> edit =
        operation.found(machine -> {
          ShutdownPolicies policies = ShutdownPolicies.read(machine);
          return policies.of(guest).equals(policy)
              ? Optional.empty()
              : Optional.of(policies.with(guest, policy));
        });
    if (edit.isEmpty()) {
      operation.drop();
      return false;
    }
    by.perform(
        operation,
        new Plan(List.of(Step.replacing("set the shutdown policy of guest " + guest, edit.get()))));
    return true;
  }
}
