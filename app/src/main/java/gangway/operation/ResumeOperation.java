package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.ResumeVerdict;
import gangway.host.SuspendedGuest;
import gangway.host.SuspendedGuests;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.migration.GuestResume;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resume of a guest that a killed save or migration of another tool left suspended.
 *
 * <p>See docs/decisions/0027-recover-resumes-suspended-guests.md.
 *
 * @param accepted the findings that the operator accepts
 */
public record ResumeOperation(SuspendedGuest guest, List<Acceptance> accepted) {
  public ResumeOperation {
    accepted = List.copyOf(accepted);
  }

  /**
   * Claims the guest and its state, so that no operation of Gangway that may have suspended it is
   * open, reads the host again, and resumes the guest.
   *
   * @return the verdict, nothing was done if it is refused; empty if the guest is no longer
   *     suspended
   * @throws gangway.Problem of kind REFUSED if an operation that has claimed the guest is open, of
   *     kind FAILED if the guest is still suspended, of kind INCONSISTENT if it neither runs nor is
   *     suspended
   */
  public Optional<ResumeVerdict> perform(Submission by) {
    OperationWriter operation = by.begin(claims());
    Optional<SuspendedGuest> now =
        operation.found(machine ->
            SuspendedGuests.read(machine).guests().stream()
                .filter(one -> one.domain().domid() == guest.domain().domid())
                .findFirst());
    Optional<ResumeVerdict> verdict = now.map(one -> ResumeVerdict.of(one, accepted));
    if (verdict.isEmpty() || verdict.get().refused()) {
      operation.drop();
    } else {
      by.perform(operation, GuestResume.of(operation.machine(), verdict.get().guest()));
    }
    return verdict;
  }

  /** Also of the name that the guest had before a migration. */
  private Set<Claim> claims() {
    return Stream.of(guest.name(), guest.formerName())
        .flatMap(name -> Stream.of(new Claim.OfGuest(name), new Claim.OfState(name)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
