package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.passthrough.PreparedRequest;
import gangway.pci.FunctionsOnDemand;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import gangway.plan.Plan;
import gangway.request.AskedRequest;
import gangway.request.RequestDraft;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A request about functions or a guest's definition: {@code hide}, {@code unhide}, {@code attach},
 * {@code detach}, {@code assign}, {@code unassign}, {@code new} and {@code enable-hotplug}.
 */
public final class RequestOperation {
  private final RequestSource source;

  public RequestOperation(RequestSource source) {
    this.source = source;
  }

  /**
   * A request that was checked.
   *
   * @param parts the requests that carry it out
   * @param findings all findings, worst first; also that the plan is not the one that was shown
   */
  public record Checked(AskedRequest asked, CheckedParts parts, List<Finding> findings)
      implements Judgement {
    public Checked {
      findings = List.copyOf(findings);
    }

    @Override
    public List<Acceptance> accepted() {
      return parts.accepted();
    }

    /** The host on which the first part was checked: as it is. */
    public HostSnapshot host() {
      return parts.all().getFirst().host();
    }

    /**
     * The plan, also if it is not the one that was shown.
     *
     * @throws gangway.Problem of kind REFUSED if Gangway cannot safely edit a file
     */
    public Planned planned() {
      return new Planned(this, parts.refused() ? List.of() : parts.prepared());
    }
  }

  /**
   * A request with its plan.
   *
   * @param parts its requests with their plans; empty if a finding about the request refuses it
   */
  public record Planned(Checked checked, List<PreparedRequest> parts) {
    public Planned {
      parts = List.copyOf(parts);
    }

    /** Whether the state is already as requested, so that there is nothing to do. */
    public boolean alreadySo() {
      return !parts.isEmpty() && parts.stream().allMatch(PreparedRequest::alreadySo);
    }

    /** The steps; none if the request is refused, or if there is nothing to do. */
    public Plan plan() {
      return CheckedParts.plan(parts);
    }

    /** What identifies this plan, with the request and its findings. */
    public PlanDigest digest() {
      return PlanDigest.of(checked.asked(), checked.parts(), plan());
    }

    /** The requests that change something. */
    private List<PreparedRequest> open() {
      return parts.stream().filter(part -> !part.alreadySo()).toList();
    }
  }

  /** How an operation ended that did not fail. */
  public sealed interface Result {
    AskedRequest asked();

    /** Findings block the request. Nothing was changed. */
    record Refused(AskedRequest asked) implements Result {}

    /** Everything was as requested before. Nothing was changed. */
    record AlreadySo(AskedRequest asked) implements Result {}

    /**
     * Everything is as requested, and was verified.
     *
     * @param remarks what the user should know about the result
     */
    record Done(AskedRequest asked, List<Finding> remarks) implements Result {
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
    PciFunctions functions = observer.functions();
    RequestDraft draft = source.draft(functions);
    Inventory inventory = observer.inventory(functions, draft.asked());
    HostSnapshot host = observer.forRequest(inventory, draft.request());
    AskedRequest asked = draft.on(host.guests());
    CheckedParts parts =
        CheckedParts.of(
            observer,
            asked.request(),
            host,
            RequestParts.of(asked, host),
            source.accepted(functions));
    Checked checked = new Checked(asked, parts, parts.findings());
    return source.shown().map(shown -> compared(shown, checked)).orElse(checked);
  }

  /** Refuses a plan that is not the one that was shown. */
  private static Checked compared(PlanDigest shown, Checked checked) {
    Planned planned = checked.planned();
    return PlanDigest.changed(shown, planned.digest(), checked, planned.plan())
        .map(findings -> new Checked(checked.asked(), checked.parts(), findings))
        .orElse(checked);
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
    OperationWriter run = by.begin(claims(bus, source.draft(new FunctionsOnDemand(bus)).asked()));
    Planned planned =
        run.found(machine -> {
          Checked checked = check(machine);
          by.listener().checked(checked);
          return checked.planned();
        });
    AskedRequest asked = planned.checked().asked();
    if (planned.checked().refused()) {
      run.drop();
      return new Result.Refused(asked);
    }
    if (planned.alreadySo()) {
      run.drop();
      return new Result.AlreadySo(asked);
    }
    return new Result.Done(asked, performed(run, by, planned));
  }

  private List<Finding> performed(OperationWriter run, Submission by, Planned planned) {
    List<PreparedRequest> open = planned.open();
    return open.size() == 1
        ? new RequestPerformer(run, by.listener()).perform(open.getFirst())
        : new SequencePerformer(
                run, by.listener(), planned.checked().accepted(), source.shown().isPresent())
            .perform(open);
  }

  /** Nothing else may change the virtual functions that disappear with a hidden function. */
  private static Set<Claim> claims(PciBus bus, AskedRequest asked) {
    Set<Claim> claims = new LinkedHashSet<>(asked.claims());
    if (asked.hides()) {
      bus.withVirtual(asked.functions())
          .forEach(function -> claims.add(new Claim.OfFunction(function)));
    }
    return claims;
  }
}
