package gangway.operation;

import gangway.journal.Claim;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.util.List;
import java.util.Set;

/** The beginning or the confirmation of a trial boot: checked like a lasting hide. */
sealed interface TrialChange extends SettingChange permits TrialStart, TrialConfirmation {
  /** The functions of the trial. */
  List<PciAddress> functions();

  /** The request that hides the functions at every boot. */
  default Request.Hide hiding() {
    return new Request.Hide(functions(), Set.of(Reach.LASTING));
  }

  @Override
  default Set<Claim> claims() {
    return hiding().claims();
  }

  @Override
  default Plan plan(Machine machine) {
    return judged(machine).plan();
  }
}
