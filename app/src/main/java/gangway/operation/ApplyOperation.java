package gangway.operation;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.declaration.Change;
import gangway.declaration.Declaration;
import gangway.declaration.Difference;
import gangway.declaration.Fault;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Xen;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.passthrough.PreparedRequest;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import gangway.plan.Plan;
import gangway.request.Request;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Brings a host into a declared state: {@code gangway apply}. The difference becomes requests,
 * which are checked before the first action and performed as one operation.
 */
public final class ApplyOperation {
  private final String file;
  private final Declaration.Parsed parsed;
  private final Function<PciFunctions, List<Acceptance>> accepting;
  private final Optional<PlanDigest> shown;

  /**
   * @param file the name of the file, for messages
   * @param parsed what was read of it
   * @param accepting the findings that the user accepts, on a host with these functions
   * @param shown the plan that was shown to the user, if the operation must be refused when it
   *     would do something else
   */
  public ApplyOperation(
      String file,
      Declaration.Parsed parsed,
      Function<PciFunctions, List<Acceptance>> accepting,
      Optional<PlanDigest> shown) {
    this.file = file;
    this.parsed = parsed;
    this.accepting = accepting;
    this.shown = shown;
  }

  /**
   * A declaration that was compared with a host.
   *
   * @param declared the declaration
   * @param changes the difference; empty if the host is as declared
   * @param requests the requests that make the changes, in their order
   * @param parts the same requests, checked and planned, each on the host as it is expected to be
   *     when the requests before it are done
   * @param findings the findings about all requests, each once; also that the plan is not the one
   *     that was shown
   */
  public record Checked(
      Declaration declared,
      List<Change> changes,
      List<Request> requests,
      List<PreparedRequest> parts,
      List<Acceptance> accepted,
      List<Finding> findings)
      implements Judgement {
    public Checked {
      changes = List.copyOf(changes);
      requests = List.copyOf(requests);
      parts = List.copyOf(parts);
      accepted = List.copyOf(accepted);
      findings = List.copyOf(findings);
    }

    /** The steps of all requests, as far as they can be planned before the first one. */
    public Plan plan() {
      return CheckedParts.plan(parts);
    }

    /** What identifies this plan, with the declaration and the findings. */
    public PlanDigest digest() {
      return PlanDigest.of(declared, this, plan());
    }

    private Checked with(List<Finding> others) {
      return new Checked(declared, changes, requests, parts, accepted, others);
    }
  }

  /** How an operation ended that did not fail. */
  public sealed interface Result {
    /** Findings block a request. Nothing was changed. */
    record Refused() implements Result {}

    /** The host was as declared. Nothing was changed. */
    record AlreadySo() implements Result {}

    /**
     * The host is as declared, and this was verified.
     *
     * @param remarks what the user should know about the result
     */
    record Done(List<Finding> remarks) implements Result {
      public Done {
        remarks = List.copyOf(remarks);
      }
    }
  }

  /**
   * Observes a machine, compares it with the file and checks what differs. Changes nothing.
   *
   * @throws Problem of kind USAGE with all errors of the file, of kind REFUSED if the user cannot
   *     read everything that the comparison needs
   */
  public Checked check(Machine machine) {
    if (!machine.root()) {
      if (!parsed.faults().isEmpty()) {
        throw wrong(parsed.faults());
      }
      throw Problem.refused(
          "only root can read which guest has which function", "run the command as root");
    }
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    HostSnapshot now = observer.guestsOnly(inventory);
    Difference difference = Difference.of(now, parsed.declaration());
    List<Fault> faults =
        Fault.sorted(
            Stream.concat(parsed.faults().stream(), difference.faults().stream()).toList());
    if (!faults.isEmpty()) {
      throw wrong(faults);
    }
    if (now.xen().filter(Xen::dom0).isEmpty()) {
      throw Problem.refused(
          "this machine is not dom0 of a Xen host, so it is not known which guests run",
          "run the command in dom0, after Xen has booted it");
    }
    List<Acceptance> accepted = accepting.apply(inventory.functions());
    List<Request> requests = difference.requests();
    CheckedParts parts =
        CheckedParts.of(
            observer,
            inventory,
            requests,
            accepted,
            parsed.declaration().hidden().stream().map(Declaration.Device::function).toList());
    Checked checked =
        new Checked(
            parsed.declaration(),
            difference.changes(),
            requests,
            parts.prepared(),
            accepted,
            parts.findings());
    return shown
        .flatMap(before -> PlanDigest.changed(before, checked.digest(), checked, checked.plan()))
        .map(checked::with)
        .orElse(checked);
  }

  private Problem wrong(List<Fault> faults) {
    return Problem.usage(
        "%s has %s; nothing was changed"
            .formatted(file, faults.size() == 1 ? "an error" : faults.size() + " errors"),
        "correct the file (docs/apply.md describes its format), then run the command again",
        faults.stream().map(Fault::toString).toArray(String[]::new));
  }

  /**
   * Claims, compares, checks, performs and verifies.
   *
   * @param compared receives the difference and the findings before the first action
   * @throws Problem of kind USAGE or REFUSED if nothing was changed, of kind FAILED if all was
   *     undone, of kind INCONSISTENT if not all could be undone
   */
  public Result perform(Submission by, Consumer<Checked> compared) {
    Set<Claim> claims = claims(by.machine());
    OperationWriter run = by.begin(claims);
    Checked checked =
        run.found(machine -> {
          Checked now = check(machine);
          compared.accept(now);
          mustBeClaimed(claims, now);
          return now;
        });
    if (checked.refused()) {
      run.drop();
      return new Result.Refused();
    }
    if (checked.changes().isEmpty()) {
      run.drop();
      return new Result.AlreadySo();
    }
    return new Result.Done(
        new SequencePerformer(run, by.listener(), checked.accepted(), shown.isPresent())
            .perform(checked.parts()));
  }

  /** What the file names, and what the host shows that must be changed for it. */
  private Set<Claim> claims(Machine machine) {
    if (machine.xenStore().isEmpty()) {
      throw Problem.refused(
          "XenStore cannot be read, so it is not known which guests run",
          "start xenstored (systemctl status xenstored), then run the command again");
    }
    Set<Claim> claims = new LinkedHashSet<>();
    Declaration declared = parsed.declaration();
    new PciBus(machine)
        .withVirtual(declared.hidden().stream().map(Declaration.Device::function).toList())
        .forEach(function -> claims.add(new Claim.OfFunction(function)));
    declared.functions().forEach(function -> claims.add(new Claim.OfFunction(function)));
    declared.guests().forEach(guest -> claims.add(new Claim.OfGuest(guest.name())));
    if (!declared.hidden().isEmpty()) {
      claims.add(new Claim.OfBootSettings());
    }
    check(machine).requests().forEach(request -> claims.addAll(request.claims()));
    return claims;
  }

  /** Another operation may have changed the host before this one claimed it. */
  private static void mustBeClaimed(Set<Claim> claims, Checked now) {
    if (!now.requests().stream().allMatch(request -> claims.containsAll(request.claims()))) {
      throw Problem.refused(
          "the host changed while it was compared with the file; nothing was changed",
          "run the command again");
    }
  }
}
