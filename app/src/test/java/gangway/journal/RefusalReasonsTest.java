package gangway.journal;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.WritableMachine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Programs recognize why an operation cannot begin by a reason, not by the words of a sentence. */
class RefusalReasonsTest {
  private static final Author ALICE =
      new Author("alice", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());

  private final GuideHost host =
      new GuideHost()
          .put("proc/sys/kernel/random/boot_id", "2f0d\n")
          .put(
              "proc/4711/stat",
              "4711 (java) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 81234 1 2\n");

  private static OperationWriter begin(WritableMachine machine) {
    return OperationWriter.begin(
        machine, ALICE, List.of("hide", CARD), Set.of(new Claim.OfFunction(address(CARD))));
  }

  private static Optional<Problem.Reason> refused(WritableMachine machine) {
    return catchThrowableOfType(Problem.class, () -> begin(machine)).reason();
  }

  @Test
  void anotherOperationIsInProgress() {
    begin(host.machine());
    assertThat(refused(host.machine())).contains(Problem.Reason.BUSY);
  }

  @Test
  void anOperationWasInterrupted() {
    begin(host.machine());
    host.without("proc/4711/stat");
    assertThat(refused(host.machine())).contains(Problem.Reason.INTERRUPTED);
  }

  @Test
  void theJournalCannotBeWritten() {
    ActingHost machine = host.machine();
    machine.withFullDisk("no file of this name");
    assertThat(refused(machine)).contains(Problem.Reason.JOURNAL_UNWRITABLE);
  }

  @Test
  void anotherProblemHasNoReason() {
    assertThat(Problem.refused("a", "b").reason()).isEmpty();
  }
}
