package gangway.operation;

import gangway.Problem;
import gangway.check.Finding;
import gangway.guard.SavedGuestNote;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.migration.GuestRestore;
import gangway.pci.PciAddress;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The restore of a guest: {@code gangway restore}. */
public final class RestoreOperation {
  private final Path image;
  private final Map<PciAddress, PciAddress> instead;

  /**
   * @param instead the new functions, by the functions that the guest had
   */
  public RestoreOperation(Path image, Map<PciAddress, PciAddress> instead) {
    this.image = image;
    this.instead = Map.copyOf(instead);
  }

  /**
   * A restored guest.
   *
   * @param remarks findings about its functions
   */
  public record Restored(GuestRestore restoring, List<Finding> remarks) {
    public Restored {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Plans the restore. Changes nothing.
   *
   * @throws Problem of kind REFUSED if the guest cannot be restored here, or not with equal
   *     functions
   */
  public GuestRestore check(Machine machine) {
    return GuestRestore.of(machine, image, instead);
  }

  /** What a restore would do, before the attach of the functions. */
  public StatePlan planned(GuestRestore restoring) {
    List<String> words = new ArrayList<>(List.of("restore"));
    words.addAll(ArgumentWords.map(instead));
    words.addAll(ArgumentWords.of(List.of(image.toString())));
    return new StatePlan(words, restoring.functions(), Optional.empty(), restoring.plan());
  }

  /**
   * Restores the guest in one operation and attaches its functions in another one.
   *
   * @param shown the digest of the plan that was shown; empty if any plan may be performed
   * @throws Problem of kind REFUSED or FAILED if nothing has changed; of kind INCONSISTENT
   *     otherwise, for example if the guest is restored without its devices
   */
  public Attempt<Restored> perform(Submission by, Optional<PlanDigest> shown) {
    String guest = GuestRestore.manifest(by.machine(), image).guest();
    OperationWriter run = by.begin(Set.of(new Claim.OfGuest(guest), new Claim.OfState(guest)));
    Attempt<GuestRestore> attempt =
        run.found(machine -> {
          GuestRestore restoring = check(machine);
          return new Attempt<>(restoring, planned(restoring).refused(shown, by.listener()));
        });
    GuestRestore restoring = attempt.planned();
    if (attempt.refused()) {
      run.drop();
      return new Attempt<>(new Restored(restoring, List.of()), true);
    }
    by.perform(run, restoring.plan());
    return new Attempt<>(
        new Restored(restoring, restoring.later().isEmpty() ? List.of() : attached(restoring, by)),
        false);
  }

  /** Attaches the functions. The restore cannot be undone, because the guest runs. */
  private static List<Finding> attached(GuestRestore restoring, Submission by) {
    RequestDraft attach =
        RequestDraft.of(
            new Request.Attach(restoring.guest(), restoring.later(), Set.of(Reach.NOW)));
    try {
      return switch (new RequestOperation(_ -> attach).perform(by)) {
        case RequestOperation.Result.Done done -> done.remarks();
        case RequestOperation.Result.AlreadySo _ -> List.of();
        case RequestOperation.Result.Refused _ ->
            throw Problem.refused(
                "the attach is refused", "", "the attach is refused, see the findings above");
      };
    } catch (RuntimeException | Error fault) {
      Problem why = Problem.because(fault);
      throw Problem.inconsistent(
          "guest '%s' is restored, but does not have its devices".formatted(restoring.guest()),
          "fix the cause, then run 'gangway %s'".formatted(restoring.attachWords()),
          why.evidence());
    }
  }

  /** Deletes the image and its note: the image must not be restored again. */
  void discard(Submission by) {
    by.machine().delete(image);
    by.machine().delete(SavedGuestNote.file(image));
  }
}
