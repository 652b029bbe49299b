package gangway.operation;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Verdict;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Author;
import gangway.journal.Operation;
import gangway.journal.OperationWriter;
import gangway.machine.WritableMachine;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Progress;
import gangway.request.Request;
import gangway.xen.guest.Domains;
import java.util.List;
import java.util.stream.Stream;

/**
 * Performs requests as parts of a recovery, for what the steps of the interrupted operation cannot
 * undo.
 *
 * @param recovered the interrupted operation
 */
record Settlement(Operation recovered, WritableMachine machine, Author author, Progress progress) {
  /** The running guests, without the functions of the machine. */
  Domains domains() {
    return new Observer(machine).domains();
  }

  Inventory inventory() {
    return new Observer(machine).inventory();
  }

  /**
   * Checks and performs a request, as an operation within the recovery.
   *
   * @return what is left to do, if the request was refused or failed
   */
  List<String> perform(Request request) {
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.forRequest(observer.inventory(), request);
    PreparedRequest prepared =
        PreparedRequest.of(host, Verdict.of(host, request, List.<Acceptance>of()));
    Verdict verdict = prepared.verdict();
    if (verdict.refused()) {
      return verdict.findings().stream()
          .filter(finding -> finding.blocks() && !verdict.accepts(finding))
          .flatMap(finding ->
              Stream.concat(
                  Stream.of(
                      "'%s' is refused, %s: %s"
                          .formatted(
                              RequestPerformer.byHand(request),
                              finding.code(),
                              finding.sentence())),
                  Stream.concat(finding.evidence().stream(), Stream.of(finding.remedy()))))
          .toList();
    }
    OperationWriter writer =
        OperationWriter.beginWithin(
            recovered, machine, author, List.of("recover", recovered.id()), request.claims());
    try {
      new RequestPerformer(writer, progress).perform(prepared);
      return List.of();
    } catch (Problem why) {
      return List.of(
          why.blocker() + ": " + String.join("; ", why.evidence()),
          "to do this by hand: " + RequestPerformer.byHand(request));
    }
  }
}
