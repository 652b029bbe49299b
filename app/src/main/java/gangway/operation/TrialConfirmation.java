package gangway.operation;

import gangway.Problem;
import gangway.boot.loader.OneShotBoot;
import gangway.boot.loader.OneShotEntry;
import gangway.check.Acceptance;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.passthrough.Postcondition;
import gangway.passthrough.TrialPlan;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.trial.Trial;
import gangway.trial.TrialState;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hides the functions of the running trial at every boot: {@code gangway confirm}.
 *
 * @param trial the trial to confirm
 * @param accepted the findings that the user accepts
 */
public record TrialConfirmation(Trial trial, List<Acceptance> accepted) implements TrialChange {
  public TrialConfirmation {
    accepted = List.copyOf(accepted);
  }

  /**
   * The confirmation of the trial that a machine runs.
   *
   * @throws Problem of kind REFUSED if this boot is no trial, or has given a function back
   */
  public static TrialConfirmation of(Machine machine, List<Acceptance> accepted) {
    return switch (TrialState.of(machine)) {
      case TrialState.Running(Trial trial, var boot) when boot.givenBack().isEmpty() ->
          new TrialConfirmation(trial, accepted);
      case TrialState.Running(Trial trial, _) -> throw given(trial);
      case TrialState.Ended(Trial trial, _) -> throw given(trial);
      case TrialState.None _ ->
          throw Problem.refused(
              "there is no trial boot to confirm",
              "to begin one: gangway hide --boot --trial ADDRESS");
      case TrialState.Chosen(Trial trial) ->
          throw Problem.refused(
              "the trial of %s has not begun: it is the next boot".formatted(trial.words()),
              "reboot the host, then run the command again");
      case TrialState.Over(Trial trial) ->
          throw Problem.refused(
              "this boot is not the trial of %s".formatted(trial.words()),
              "to end the trial: gangway confirm --cancel; to hide the functions without a trial:"
                  + " end the trial, then gangway hide --boot");
      case TrialState.Unreadable(String why) ->
          throw Problem.refused(
              "the record of the trial cannot be read: " + why,
              "to end the trial: gangway confirm --cancel");
    };
  }

  private static Problem given(Trial trial) {
    return Problem.refused(
        "dom0 has functions of the trial of %s again, so there is nothing to confirm"
            .formatted(trial.words()),
        "find out why the trial failed (gangway history), then: gangway confirm --cancel");
  }

  @Override
  public List<String> words() {
    return List.of("confirm");
  }

  @Override
  public List<PciAddress> functions() {
    return trial.functions();
  }

  @Override
  public Judged judged(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    mustBeHidden(inventory);
    HostSnapshot host = observer.forRequest(inventory, hiding()).afterTrial();
    List<Finding> findings = Checks.of(host, hiding());
    Judged judged = new Judged(new Plan(List.of()), accepted, findings);
    return judged.refused()
        ? judged
        : new Judged(
            TrialPlan.confirm(host, trial, trial.text(), entry(machine)), accepted, findings);
  }

  /** The entry of the boot loader that a trial uses. */
  static OneShotEntry entry(Machine machine) {
    OneShotBoot loader = OneShotBoot.read(machine);
    return loader
        .entry()
        .orElseThrow(() ->
            Problem.refused(
                "the configuration of the boot loader is not as it was when the trial was requested",
                "restore it, then run the command again",
                loader.obstacles().toArray(String[]::new)));
  }

  private void mustBeHidden(Inventory inventory) {
    for (PciAddress function : functions()) {
      if (inventory.at(function).filter(HostFunction::hiddenNow).isEmpty()
          && inventory.domains().holding(function).findAny().isEmpty()) {
        throw Problem.refused(
            "the trial does not hide %s: pciback does not have it".formatted(function),
            "look at 'gangway show %s'; to end the trial: gangway confirm --cancel"
                .formatted(function));
      }
    }
  }

  @Override
  public void mustBe(Machine machine) {
    List<String> unmet =
        Stream.concat(
                Postcondition.unmet(new Observer(machine).result(hiding()), hiding()).stream(),
                TrialState.of(machine) instanceof TrialState.None
                    ? Stream.empty()
                    : Stream.of(Trial.FILE + " is still there"))
            .toList();
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "all steps succeeded but the functions are not hidden at every boot",
          "look at 'gangway doctor'",
          unmet.toArray(String[]::new));
    }
  }
}
