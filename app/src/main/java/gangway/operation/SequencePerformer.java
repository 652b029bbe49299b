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
import gangway.passthrough.AssignmentCondition;
import gangway.passthrough.FunctionCondition;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Action;
import gangway.plan.BegunSteps;
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
import java.util.stream.Stream;

/**
 * Performs several requests as one operation in the journal, all or nothing, and verifies the
 * results. Each request is checked and planned when the requests before it are done, on the host as
 * it is then; its steps become the next steps of the operation.
 *
 * <p>See docs/decisions/0029-one-operation-of-several-requests.md.
 *
 * @param accepted what the operator accepts, of the findings about every request
 * @param asPlanned whether the steps must be those that were planned before the first action
 */
record SequencePerformer(
    OperationWriter operation, Progress progress, List<Acceptance> accepted, boolean asPlanned) {
  SequencePerformer {
    accepted = List.copyOf(accepted);
  }

  /**
   * Performs the requests in their order.
   *
   * @param parts at least one; checked and planned before the first action
   * @return remarks on the results
   * @throws Problem of kind REFUSED if nothing has begun, of kind FAILED if a request was refused
   *     or failed and everything was undone, of kind INCONSISTENT if not everything could be undone
   */
  List<Finding> perform(List<PreparedRequest> parts) {
    PreparedRequest first = parts.getFirst();
    Inventory inventory = first.inventory();
    List<Request> requests = parts.stream().map(PreparedRequest::request).toList();
    UndoRecord record =
        new UndoRecord(
            Optional.of(requests.getFirst()),
            requests.stream()
                .flatMap(request -> request.functions().stream())
                .distinct()
                .filter(function -> RequestPerformer.hidden(inventory, function))
                .toList(),
            guarded(requests.getFirst(), first.plan()),
            Optional.of(requests.subList(1, requests.size())));
    record.recordIn(operation, Features.PLANS);
    return JournalingProgress.ending(operation, progress, () -> performed(record, parts));
  }

  private List<Finding> performed(UndoRecord first, List<PreparedRequest> parts) {
    UndoRecord record = first;
    progress.planned(operation.id(), record.plan());
    Performer performer = performer(record, List.of());
    perform(performer, record.plan());
    for (PreparedRequest part : parts.subList(1, parts.size())) {
      Plan next;
      try {
        next = planned(part);
        UndoRecord longer = record.with(next);
        longer.replaceIn(operation, Features.PLANS, record);
        record = longer;
        progress.planned(operation.id(), next);
      } catch (RuntimeException | Error fault) {
        throw undone(performer, fault);
      }
      performer = performer(record, performer.begun());
      perform(performer, next);
    }
    List<Finding> remarks = new ArrayList<>();
    try {
      for (Request request : record.requests()) {
        remarks.addAll(RequestPerformer.verified(operation.machine(), request));
      }
    } catch (RuntimeException | Error fault) {
      throw undone(performer, fault);
    }
    return new DeviceRecording(operation.machine()).after(remarks, parts);
  }

  private Performer performer(UndoRecord record, List<Step> begun) {
    return Performer.resuming(
        operation.machine(),
        new JournalingProgress(operation, record.plan(), progress),
        BegunSteps.of(begun));
  }

  private void perform(Performer performer, Plan plan) {
    try {
      performer.perform(plan);
    } catch (Problem undone) {
      throw withRestarts(performer, undone);
    }
  }

  private Problem undone(Performer performer, Throwable fault) {
    Problem why = Problem.because(fault);
    return withRestarts(performer, RequestPerformer.undone(performer, why));
  }

  /** If a guest ended meanwhile, its steps were not undone: only a recovery can settle them. */
  private Problem withRestarts(Performer performer, Problem undone) {
    List<String> restarted =
        performer.begun().stream().filter(this::isOfAnEndedGuest).map(Step::says).toList();
    return undone.kind() == Problem.Kind.FAILED && !restarted.isEmpty()
        ? Problem.inconsistent(
            "failed, and a guest stopped or restarted in the meantime",
            "run 'gangway recover': it gives the guest the functions that it had before",
            Stream.concat(undone.evidence().stream(), restarted.stream()).toList())
        : undone;
  }

  /** The toolstack starts a guest again with the functions that it had when it ended. */
  private boolean isOfAnEndedGuest(Step step) {
    return step.after() instanceof AssignmentCondition after && after.isMoot(operation.machine());
  }

  /**
   * The plan of a request on the host as it is now.
   *
   * @throws Problem of kind REFUSED if the request is refused now, or its steps must not change and
   *     have changed
   */
  private Plan planned(PreparedRequest before) {
    Request request = before.request();
    Machine machine = operation.machine();
    HostSnapshot host = new Observer(machine).forRequest(request);
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
    if (asPlanned && !prepared.plan().equals(before.plan())) {
      throw Problem.refused(
          "the steps of the %s are not those that were shown, %s"
              .formatted(request.verb(), PlanDigest.CHANGED),
          "check the request again",
          prepared.plan().all().stream().map(step -> "now: " + step.says()).toArray(String[]::new));
    }
    return guarded(request, prepared.plan());
  }

  /**
   * No step of a hide is undone while a guest has the function: a later request may have attached
   * the function, and the kernel would take it from the guest.
   */
  private static Plan guarded(Request request, Plan plan) {
    if (!(request instanceof Request.Hide)) {
      return plan;
    }
    List<Action> unused =
        request.functions().stream()
            .<Action>map(function -> new Action.Require(new FunctionCondition.OfNoGuest(function)))
            .toList();
    return new Plan(
        plan.steps().stream().map(step -> guarded(step, unused)).toList(), plan.completion());
  }

  private static Step guarded(Step step, List<Action> unused) {
    return step.undo().isEmpty()
        ? step
        : new Step(
            step.says(),
            step.acts(),
            step.after(),
            Stream.concat(unused.stream(), step.undo().stream()).toList(),
            step.before());
  }
}
