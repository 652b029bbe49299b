package gangway.operation;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.Assignments;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.OperationWriter;
import gangway.machine.WritableMachine;
import gangway.passthrough.Postcondition;
import gangway.passthrough.PreparedRequest;
import gangway.passthrough.UnusedFunctions;
import gangway.pci.PciAddress;
import gangway.plan.JournalingProgress;
import gangway.plan.Performer;
import gangway.plan.Progress;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;

/** Performs a prepared request as an operation in the journal, and verifies the result. */
record RequestPerformer(OperationWriter operation, Progress progress) {

  /**
   * Performs the plan, observes the host again and verifies the result. If the result is not as
   * requested, the plan is undone.
   *
   * @return remarks on the result
   * @throws Problem of kind FAILED if the plan failed and was undone, of kind INCONSISTENT if not
   *     everything could be undone
   */
  List<Finding> perform(PreparedRequest prepared) {
    Request request = prepared.request();
    Inventory inventory = prepared.inventory();
    new UndoRecord(
            Optional.of(request),
            request.functions().stream().filter(f -> hidden(inventory, f)).toList(),
            prepared.plan())
        .recordIn(operation, Features.PLANS);
    return JournalingProgress.ending(operation, progress, () -> performed(prepared));
  }

  private List<Finding> performed(PreparedRequest prepared) {
    WritableMachine machine = operation.machine();
    progress.planned(operation.id(), prepared.plan());
    Performer performer =
        new Performer(machine, new JournalingProgress(operation, prepared.plan(), progress));
    performer.perform(prepared.plan());
    try {
      return verified(machine, prepared.request());
    } catch (RuntimeException | Error fault) {
      Problem why = Problem.because(fault);
      throw performer.takenBack(why.blocker(), why);
    }
  }

  /** Whether a function is bound to pciback. */
  static boolean hidden(Inventory inventory, PciAddress function) {
    return inventory.at(function).filter(HostFunction::hiddenNow).isPresent();
  }

  /**
   * Observes the host and verifies that the result is as requested.
   *
   * @return remarks on the result
   * @throws Problem of kind FAILED if the result is not as requested
   */
  static List<Finding> verified(WritableMachine machine, Request request) {
    Observer observer = new Observer(machine);
    Assignments after = observer.assignments(observer.inventory(), request.functions());
    List<String> unmet = Postcondition.unmet(after, request);
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "all steps succeeded but the result is not as requested",
          "see 'gangway show ADDRESS'",
          unmet.toArray(String[]::new));
    }
    return Checks.afterwards(after, UnusedFunctions.of(machine, after, request), request);
  }
}
