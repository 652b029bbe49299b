package gangway.operation;

import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.passthrough.TrialPlan;
import gangway.plan.Plan;
import gangway.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a trial without hiding its functions at boot: {@code gangway confirm --cancel}. pciback
 * keeps what it has until the next boot.
 */
public record TrialCancellation() implements SettingChange {
  @Override
  public List<String> words() {
    return List.of("confirm");
  }

  @Override
  public List<String> options() {
    return List.of("--cancel");
  }

  @Override
  public Set<Claim> claims() {
    return Set.of(new Claim.OfBootSettings());
  }

  @Override
  public Plan plan(Machine machine) {
    Optional<String> record = machine.exact(Trial.FILE);
    if (record.isEmpty()) {
      return new Plan(List.of());
    }
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.host(observer.inventory(), List.of());
    return TrialPlan.cancel(host, record.get(), TrialConfirmation.entry(machine));
  }
}
