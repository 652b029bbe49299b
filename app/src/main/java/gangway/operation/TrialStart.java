package gangway.operation;

import gangway.Answer;
import gangway.Problem;
import gangway.boot.loader.OneShotEntry;
import gangway.check.Acceptance;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.passthrough.TrialPlan;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.trial.HealthSign;
import gangway.trial.Trial;
import gangway.trial.TrialState;
import gangway.trial.WaysBack;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the next boot hide functions on trial: {@code gangway hide --boot --trial}.
 *
 * <p>See docs/decisions/0038-a-trial-boot-is-an-entry-that-grub-boots-once.md.
 *
 * @param accepted the findings that the user accepts
 */
public record TrialStart(List<PciAddress> functions, List<Acceptance> accepted)
    implements TrialChange {
  public TrialStart {
    functions = List.copyOf(functions);
    accepted = List.copyOf(accepted);
  }

  @Override
  public List<String> words() {
    return Stream.concat(Stream.of("hide"), functions.stream().map(PciAddress::toString)).toList();
  }

  @Override
  public List<String> options() {
    return List.of("--boot", "--trial");
  }

  @Override
  public Judged judged(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    HostSnapshot host = observer.forRequest(inventory, hiding());
    if (host.trial() instanceof TrialState.Chosen(Trial chosen)
        && chosen.functions().equals(functions)) {
      return new Judged(new Plan(List.of()), accepted, List.of());
    }
    WaysBack ways = WaysBack.read(machine);
    List<Finding> findings = Checks.ofTrial(host, hiding(), ways);
    Judged judged = new Judged(new Plan(List.of()), accepted, findings);
    if (judged.refused()) {
      return judged;
    }
    OneShotEntry entry = ways.loader().possible();
    return new Judged(
        TrialPlan.start(host, trial(machine, host, entry), entry), accepted, findings);
  }

  private Trial trial(Machine machine, HostSnapshot host, OneShotEntry entry) {
    List<PciAddress> open =
        functions.stream()
            .filter(one -> !host.inventory().at(one).orElseThrow().hiddenAfterReboot())
            .toList();
    if (open.isEmpty()) {
      throw Problem.refused(
          "every boot hides these functions already, so there is nothing to try",
          "look at 'gangway devices'");
    }
    return Trial.of(open, entry.environment(), expected(machine));
  }

  /** What dom0 must show again: what it shows now, and what is not known. */
  private static List<HealthSign> expected(Machine machine) {
    return Stream.of(HealthSign.values()).filter(sign -> sign.seen(machine) != Answer.NO).toList();
  }

  @Override
  public void mustBe(Machine machine) {
    if (!(TrialState.of(machine) instanceof TrialState.Chosen)) {
      throw Problem.failed(
          "all steps succeeded but the next boot is not the trial", "look at 'gangway doctor'");
    }
  }
}
