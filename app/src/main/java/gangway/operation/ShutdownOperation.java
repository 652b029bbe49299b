package gangway.operation;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.guard.Risks;
import gangway.guard.ShutdownPolicies;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.machine.Deadline;
import gangway.machine.Limit;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.toolstack.GuestCommands;
import gangway.xenstore.WritableXenStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Shuts down the guests at risk when their host shuts down. The guard stops other tools from saving
 * these guests, and those tools may then leave the guests running until the power is cut. A guest
 * with a policy is handled by its policy, at risk or not.
 */
public final class ShutdownOperation {
  /** Receives the events. */
  public interface Audience {
    /** The progress of the saves. */
    OperationListener progress();

    /** The policies cannot be read, so every guest at risk is handled as one without a policy. */
    void withoutPolicies(Problem why);

    /** It is not known whether a guest was requested to shut down. */
    void unclear(Domain guest, Problem why);

    /** A guest is about to be shut down. */
    void shuttingDown(GuestRisk guest);

    /** A guest was saved. */
    void saved(Domain guest);

    /** A guest cannot be saved, so it is shut down. */
    void unsaved(Domain guest, Problem why);

    /** A guest is down. */
    void down(Domain guest);

    /** A guest is still running. */
    void left(Domain guest, String why);
  }

  private final WritableMachine machine;
  private final SavedGuests saved;
  private final Policy ofGuestsAtRisk;
  private final Audience audience;

  private ShutdownOperation(WritableMachine machine, Policy ofGuestsAtRisk, Audience audience) {
    this.machine = machine;
    this.ofGuestsAtRisk = ofGuestsAtRisk;
    this.saved = new SavedGuests(machine);
    this.audience = audience;
  }

  /**
   * Saves the guests with the policy {@code save}, shuts the others down, and waits for each.
   *
   * @param ofGuestsAtRisk the policy for a guest at risk that has no policy of its own
   * @return whether no guest is left running that must not be
   */
  public static boolean perform(WritableMachine machine, Policy ofGuestsAtRisk, Audience audience) {
    return new ShutdownOperation(machine, ofGuestsAtRisk, audience).perform();
  }

  /**
   * A guest that cannot be shut down, or about which nothing is known, does not stop the others.
   */
  private boolean perform() {
    ShutdownPolicies policies = policies();
    SequencedMap<Domain, String> left = new LinkedHashMap<>();
    List<Domain> told = new ArrayList<>();
    for (GuestRisk guest : guests()) {
      Policy policy = policy(policies, guest);
      if (policy != Policy.IGNORE && !(policy == Policy.SAVE && isSaved(guest.domain()))) {
        audience.shuttingDown(guest);
        refusal(guest)
            .ifPresentOrElse(why -> left.put(guest.domain(), why), () -> told.add(guest.domain()));
      }
    }
    Deadline deadline = machine.clock().deadline(machine.limit(Limit.HOST_SHUTDOWN));
    for (Domain domain : told) {
      whyRunning(domain, deadline)
          .ifPresentOrElse(why -> left.put(domain, why), () -> audience.down(domain));
    }
    left.forEach(audience::left);
    return left.isEmpty();
  }

  /** The host does not wait: without the file, every guest at risk is shut down. */
  private ShutdownPolicies policies() {
    try {
      return ShutdownPolicies.read(machine);
    } catch (RuntimeException | Error fault) {
      audience.withoutPolicies(Problem.because(fault));
      return new ShutdownPolicies(Optional.empty());
    }
  }

  /** A second look, if the first one fails: nobody can call the command again. */
  private List<GuestRisk> guests() {
    try {
      return Risks.read(machine);
    } catch (RuntimeException | Error once) {
      return Risks.read(machine);
    }
  }

  /**
   * Requests a guest to shut down. A failure that no tool has reported, such as a time limit, can
   * come after the request.
   *
   * @return why the tool refuses
   */
  private Optional<String> refusal(GuestRisk guest) {
    try {
      Result result = machine.run(GuestCommands.of(guest.toolstack()).shutdown(guest.domain()));
      return result.ok() ? Optional.empty() : Optional.of(String.join("; ", result.complaint()));
    } catch (RuntimeException | Error fault) {
      audience.unclear(guest.domain(), Problem.because(fault));
      return Optional.empty();
    }
  }

  /** Waits for the end of a guest; why the guest runs, or may run, at the time limit. */
  private Optional<String> whyRunning(Domain domain, Deadline deadline) {
    try {
      return goes(machine.actingXenStore(), domain, deadline.left())
          ? Optional.empty()
          : Optional.of(
              "it did not shut down within %d s"
                  .formatted(machine.limit(Limit.HOST_SHUTDOWN).toSeconds()));
    } catch (RuntimeException | Error fault) {
      return Optional.of(
          "it is not known whether it has shut down: " + Problem.because(fault).blocker());
    }
  }

  /** XAPI shuts its guests down itself. */
  private Policy policy(ShutdownPolicies policies, GuestRisk guest) {
    return guest.toolstack() == Toolstack.XAPI ? Policy.IGNORE : ofGuest(policies, guest);
  }

  private Policy ofGuest(ShutdownPolicies policies, GuestRisk guest) {
    return policies
        .of(guest.domain().name())
        .orElse(guest.risk().present() ? ofGuestsAtRisk : Policy.IGNORE);
  }

  private boolean isSaved(Domain guest) {
    try {
      saved.save(guest.name(), audience.progress());
      audience.saved(guest);
      return true;
    } catch (RuntimeException | Error fault) {
      audience.unsaved(guest, Problem.because(fault));
      return false;
    }
  }

  private static boolean goes(WritableXenStore store, Domain domain, Duration limit) {
    return store.awaitTrue(
        List.of(Domains.path(domain.domid())), limit, view -> !Domains.runs(view, domain.domid()));
  }
}
