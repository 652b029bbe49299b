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
import gangway.passthrough.SavedByOthers;
import gangway.passthrough.UnusedFunctions;
import gangway.pci.PciAddress;
import gangway.plan.JournalingProgress;
import gangway.plan.Performer;
import gangway.plan.Progress;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    List<Finding> remarks;
    try {
      remarks = verified(machine, prepared.request());
    } catch (RuntimeException | Error fault) {
      throw undone(performer, Problem.because(fault));
    }
    return new DeviceRecording(machine).after(remarks, List.of(prepared));
  }

  /** What must not be undone now stays for a recovery. */
  static Problem undone(Performer performer, Problem why) {
    return why.kind() == Problem.Kind.INCONSISTENT ? why : performer.takenBack(why.blocker(), why);
  }

  /** Whether a function is bound to pciback. */
  static boolean hidden(Inventory inventory, PciAddress function) {
    return inventory.at(function).filter(HostFunction::hiddenNow).isPresent();
  }

  /**
   * Observes the host and verifies that the result is as requested.
   *
   * @return remarks on the result
   * @throws Problem of kind FAILED if the result is not as requested; of kind INCONSISTENT if
   *     another program saves or migrates the guest that got the functions
   */
  static List<Finding> verified(WritableMachine machine, Request request) {
    Assignments after = new Observer(machine).result(request);
    List<String> unmet = Postcondition.unmet(after, request);
    if (!unmet.isEmpty() && request instanceof Request.Attach && request.now()) {
      // the guest had the functions when the steps were done
      unmet.add(SavedByOthers.warning(functions(request)));
    }
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "all steps succeeded but the result is not as requested",
          "see 'gangway show ADDRESS'",
          unmet.toArray(String[]::new));
    }
    if (request instanceof Request.Attach attach && request.now()) {
      mustNotBeSaved(machine, after, attach);
    }
    return Checks.afterwards(after, UnusedFunctions.of(machine, after, request), request);
  }

  /** A save that asks nobody can begin at any moment of the attach. */
  private static void mustNotBeSaved(
      WritableMachine machine, Assignments after, Request.Attach attach) {
    after.inventory().domains().running().stream()
        .filter(domain -> domain.name().equals(attach.guest()))
        .forEach(domain ->
            SavedByOthers.mustNotHaveBegun(
                machine, domain.domid(), domain.name(), functions(attach)));
  }

  /** The command that a user can run instead of a request about a running guest. */
  static String byHand(Request request) {
    return "gangway %s --now %s %s"
        .formatted(
            request.verb(),
            request.guestName().orElse(""),
            request.functions().stream()
                .map(PciAddress::toString)
                .collect(Collectors.joining(" ")));
  }

  private static String functions(Request request) {
    return request.functions().stream().map(PciAddress::toString).collect(Collectors.joining(", "));
  }
}
