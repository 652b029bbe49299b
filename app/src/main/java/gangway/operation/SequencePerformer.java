package gangway.operation;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.passthrough.PreparedRequest;
import gangway.plan.JournalingProgress;
import gangway.plan.Performer;
import gangway.plan.Plan;
import gangway.plan.Progress;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Performs several requests as one operation in the journal, all or nothing, and verifies the
 * results. Each request is checked and planned when the requests before it are done, on the host as
 * it is then; its steps become the next steps of the operation.
 *
 * <p>See docs/decisions/0029-one-operation-of-several-requests.md.
 *
 * @param accepted what the operator accepts, of the findings about every request
 */
record SequencePerformer(OperationWriter operation, Progress progress, List<Acceptance> accepted) {
  SequencePerformer {
    accepted = List.copyOf(accepted);
  }

  /**
   * Performs the requests in their order.
   *
   * @param requests at least one
   * @param first the first of them, checked and planned
   * @return remarks on the results
   * @throws Problem of kind REFUSED if nothing has begun, of kind FAILED if a request was refused
   *     or failed and everything was undone, of kind INCONSISTENT if not everything could be undone
   */
  List<Finding> perform(List<Request> requests, PreparedRequest first) {
    Inventory inventory = first.inventory();
    UndoRecord record =
        new UndoRecord(
            Optional.of(requests.getFirst()),
            requests.stream()
                .flatMap(request -> request.functions().stream())
                .distinct()
                .filter(function -> RequestPerformer.hidden(inventory, function))
                .toList(),
            first.plan(),
            Optional.of(requests.subList(1, requests.size())));
    record.recordIn(operation, Features.PLANS);
    return JournalingProgress.ending(operation, progress, () -> performed(record));
  }

  private List<Finding> performed(UndoRecord first) {
    UndoRecord record = first;
    progress.planned(operation.id(), record.plan());
    Performer performer = performer(record, List.of());
    performer.perform(record.plan());
    for (Request request : first.requests().subList(1, first.requests().size())) {
      Plan next;
      try {
        next = planned(request);
        UndoRecord longer = record.with(next);
        longer.replaceIn(operation, Features.PLANS, record);
        record = longer;
        progress.planned(operation.id(), next);
      } catch (RuntimeException | Error fault) {
        throw undone(performer, fault);
      }
      performer = performer(record, performer.begun());
      performer.perform(next);
    }
    try {
      List<Finding> remarks = new ArrayList<>();
      for (Request request : record.requests()) {
        remarks.addAll(RequestPerformer.verified(operation.machine(), request));
      }
      return remarks;
    } catch (RuntimeException | Error fault) {
      throw undone(performer, fault);
    }
  }

  private Performer performer(UndoRecord record, List<Step> begun) {
    return Performer.resuming(
        operation.machine(), new JournalingProgress(operation, record.plan(), progress), begun);
  }

  private static Problem undone(Performer performer, Throwable fault) {
    Problem why = Problem.because(fault);
    return performer.takenBack(why.blocker(), why);
  }

  /**
   * The plan of a request on the host as it is now.
   *
   * @throws Problem of kind REFUSED if the request is refused now
   */
  private Plan planned(Request request) {
    Machine machine = operation.machine();
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.forRequest(observer.inventory(), request);
    PreparedRequest prepared = PreparedRequest.of(host, Verdict.of(host, request, accepted));
    if (prepared.verdict().refused()) {
      Finding why =
          prepared.verdict().findings().stream()
              .filter(finding -> finding.blocks() && !prepared.verdict().accepts(finding))
              .findFirst()
              .orElseThrow();
      throw Problem.refused(
          "the %s is refused, %s: %s".formatted(request.verb(), why.code(), why.sentence()),
          why.remedy(),
          why.evidence().toArray(String[]::new));
    }
    return prepared.plan();
  }
}
