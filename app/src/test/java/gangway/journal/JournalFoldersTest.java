package gangway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which folders of the journal are deleted, and which are kept although they cannot be read. */
@Attack(Party.LOCAL_USER)
class JournalFoldersTest {
  private static final Author GONE =
      new Author("alice", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());
  private static final Claim PV1 = new Claim.OfGuest("pv1");
  private static final Claim PV2 = new Claim.OfGuest("pv2");

  private final GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
  private ActingHost machine = host.machine();

  private OperationWriter begun(Claim claim) {
    return OperationWriter.begin(machine, GONE, List.of("attach", "pv1"), Set.of(claim));
  }

  private Problem refused(Claim claim) {
    Problem problem = catchThrowableOfType(Problem.class, () -> begun(claim));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    return problem;
  }

  private Journal journal() {
    return new Journal(machine);
  }

  @Test
  void anOperationThatCannotBeReadIsKeptAndBlocks() {
    begun(PV1).plan(List.of("unbind it"), "the plan", new LinkedHashMap<>());
    String id = journal().open().getFirst().id();
    Path run = Journal.RUNNING.resolve(id).resolve("run.jsonl");
    machine = host.machine().unreadable(run);

    Problem refused = refused(PV2);

    assertThat(refused.blocker()).contains(id, "cannot be read");
    assertThat(refused.evidence()).contains(run + " cannot be read: Input/output error");
    machine = host.machine();
    assertThat(journal().interrupted()).extracting(Operation::id).containsExactly(id);
    assertThat(journal().plan(journal().open().getFirst())).contains("the plan");
  }

  @Test
  void aJournalWhoseFolderCannotBeReadBlocks() {
    begun(PV1);
    machine = host.machine().unreadable(Journal.RUNNING);
    assertThat(refused(PV1).blocker()).contains("cannot be read: Input/output error");
    machine = host.machine();
    assertThat(journal().open()).hasSize(1);
  }

  @Test
  void somethingElseInPlaceOfTheFileIsKeptAndBlocks() {
    host.put("var/lib/gangway/running/20200101T000000-1/run.jsonl/x", "");
    assertThat(refused(PV1).blocker()).contains("20200101T000000-1");
    assertThat(machine.list(Journal.RUNNING)).containsExactly("20200101T000000-1");
  }

  /** With a clock that was set back, the operation that has just ended has the earliest time. */
  @Test
  void theOperationThatHasJustEndedIsKept() {
    for (int i = 0; i < 510; i++) {
      String file = "var/lib/gangway/history/20990101T00%04d-1/run.jsonl".formatted(i);
      host.put(file, "{}\n").modified(file, machine.clock().now().plusSeconds(86_400L + i));
    }
    begun(PV1).end(Outcome.DONE, List.of());
    begun(PV1).end(Outcome.DONE, List.of());

    assertThat(machine.list(Journal.HISTORY)).hasSize(500);
    assertThat(journal().closed()).hasSize(2);
  }
}
