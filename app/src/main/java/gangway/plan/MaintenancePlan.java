package gangway.plan;

import gangway.journal.Claim;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan without a request: it is performed like a request, all or nothing and with a journal.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param words the command, for the journal
 * @param claims the resources that no other operation may change meanwhile
 */
public record MaintenancePlan(List<String> words, Set<Claim> claims, Plan plan) {
  public MaintenancePlan {
    words = List.copyOf(words);
    claims = Set.copyOf(claims);
  }

  /** The texts of the steps. */
  @Override
  public String toString() {
    return plan.all().stream().map(Step::says).collect(Collectors.joining("; "));
  }
}
