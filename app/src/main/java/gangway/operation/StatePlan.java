package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.check.Verdict;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What a save, a restore or a migration of a guest would do.
 *
 * @param words the command line, without the name of the program
 * @param functions the functions of the guest, on the host where it runs afterwards
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param plan the steps; empty if the detach is refused
 */
public record StatePlan(
    List<String> words, List<PciAddress> functions, Optional<Verdict> verdict, Plan plan)
    implements Judgement {
  public StatePlan {
    words = List.copyOf(words);
    functions = List.copyOf(functions);
  }

  @Override
  public List<Finding> findings() {
    return verdict.map(Verdict::findings).orElse(List.of());
  }

  @Override
  public List<Acceptance> accepted() {
    return verdict.map(Verdict::accepted).orElse(List.of());
  }

  /** What identifies this plan, with the command line and the findings. */
  public PlanDigest digest() {
    return PlanDigest.of(this);
  }

  /**
   * Tells a listener the findings, if there are any.
   *
   * @param shown the digest of the plan that was shown; empty if any plan may be performed
   * @return whether nothing may be done: a finding blocks, or the plan is not the one that was
   *     shown
   */
  public boolean refused(Optional<PlanDigest> shown, OperationListener listener) {
    Optional<List<Finding>> changed =
        shown.flatMap(digest -> PlanDigest.changed(digest, digest(), this, plan));
    if (changed.isPresent()) {
      listener.checked(new Changed(changed.get(), accepted()));
      return true;
    }
    verdict.ifPresent(listener::checked);
    return refused();
  }

  /** The judgement about a plan that is not the one that was shown. */
  private record Changed(List<Finding> findings, List<Acceptance> accepted) implements Judgement {
    Changed {
      findings = List.copyOf(findings);
      accepted = List.copyOf(accepted);
    }
  }
}
