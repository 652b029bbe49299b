package gangway.operation;

import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A request about functions or a guest's definition: {@code hide}, {@code unhide}, {@code attach},
 * {@code detach}, {@code new} and {@code enable-hotplug}.
 */
public final class RequestOperation {
  private final RequestSource source;

  public RequestOperation(RequestSource source) {
    this.source = source;
  }

  /**
   * A request that was checked.
   *
   * @param host the host on which it was checked
   */
  public record Checked(HostSnapshot host, Verdict verdict) {
    /** The plan, if the request is not refused. */
    public PreparedRequest prepared() {
      return PreparedRequest.of(host, verdict);
    }
  }

  /** How an operation ended that did not fail. */
  public sealed interface Result {
    Request request();

    /** Findings block the request. Nothing was changed. */
    record Refused(Request request) implements Result {}

    /** Everything was as requested before. Nothing was changed. */
    record AlreadySo(Request request) implements Result {}

    /**
     * Everything is as requested, and was verified.
     *
     * @param remarks what the user should know about the result
     */
    record Done(Request request, List<Finding> remarks) implements Result {
      public Done {
        remarks = List.copyOf(remarks);
      }
    }
  }

  /**
   * Observes a machine and checks the request on it. Changes nothing.
   *
   * @throws gangway.Problem of kind USAGE if the request is invalid
   */
  public Checked check(Machine machine) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    PciFunctions functions = inventory.functions();
    RequestDraft draft = source.draft(functions);
    HostSnapshot host = observer.forRequest(inventory, draft.request());
    Request request = draft.on(host.guests());
    return new Checked(host, Verdict.of(host, request, source.accepted(functions)));
  }

  /**
   * Carries the request out: claims, then observes, so that it sees the changes of earlier
   * operations; checks, plans, performs and verifies.
   *
   * @throws gangway.Problem of kind USAGE or REFUSED if nothing was changed, of kind FAILED if all
   *     was undone, of kind INCONSISTENT if not all could be undone
   */
  public Result perform(Submission by) {
    PciBus bus = new PciBus(by.machine());
    OperationWriter run = by.begin(claims(bus, source.draft(bus.functions()).request()));
    PreparedRequest prepared =
        run.found(machine -> {
          Checked checked = check(machine);
          by.listener().checked(checked.verdict());
          return checked.prepared();
        });
    Request request = prepared.request();
    if (prepared.verdict().refused()) {
      run.drop();
      return new Result.Refused(request);
    }
    if (prepared.alreadySo()) {
      run.drop();
      return new Result.AlreadySo(request);
    }
    return new Result.Done(request, new RequestPerformer(run, by.listener()).perform(prepared));
  }

  /** Nothing else may change the virtual functions that disappear with a hidden function. */
  private static Set<Claim> claims(PciBus bus, Request request) {
    Set<Claim> claims = new LinkedHashSet<>(request.claims());
    if (request instanceof Request.Hide hide) {
      bus.withVirtual(hide.functions())
          .forEach(function -> claims.add(new Claim.OfFunction(function)));
    }
    return claims;
  }
}
