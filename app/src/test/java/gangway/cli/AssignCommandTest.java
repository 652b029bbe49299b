package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.journal.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** gangway assign and gangway unassign. */
class AssignCommandTest {
  private final GuideHost host = JsonHosts.hotPluggable();

  @Test
  void aNicGoesFromDom0ToTheGuestAndBack() {
    Run assign = on("assign", "--now", "pv1", "09:00.0");
    assertThat(assign.exit()).as(assign.printed()).isEqualTo(ExitCode.DONE);
    assertThat(assign.lines())
        .containsSubsequence(
            "  bind 0000:09:00.0 to pciback",
            "  attach 0000:09:00.0 to guest pv1",
            "done: 0000:09:00.0 assigned to guest pv1 now");
    assertThat(on("assign", "--now", "pv1", "09:00.0").out())
        .isEqualTo("already so: 0000:09:00.0 assigned to guest pv1 now\n");

    Run unassign = on("unassign", "--now", "pv1", "09:00.0");
    assertThat(unassign.exit()).as(unassign.printed()).isEqualTo(ExitCode.DONE);
    assertThat(unassign.lines())
        .containsSubsequence(
            "  detach 0000:09:00.0 from guest pv1",
            "  bind 0000:09:00.0 to e1000e",
            "done: 0000:09:00.0 unassigned from guest pv1 now");
    assertThat(on("unassign", "--now", "pv1", "09:00.0").out())
        .isEqualTo("already so: 0000:09:00.0 unassigned from guest pv1 now\n");
    assertThat(new Journal(host.machine()).closed()).hasSize(2);
  }

  @Test
  void aDryRunShowsBothPartsAndChangesNothing() {
    var before = host.everything();
    Run run = on("assign", "--dry-run", "--now", "pv1", "09:00.0");
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .containsSubsequence("bind 0000:09:00.0 to pciback", "attach 0000:09:00.0 to guest pv1");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aStepThatFailsGivesDom0ItsDriverBack() {
    var before = host.everything();
    Run run =
        JsonCase.run(
            host.machine().failing(7, Failure.NOT_DONE),
            List.of("assign", "--now", "pv1", CARD, TWIN));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void theRootDiskIsRefused() {
    Run run = on("assign", "--accept", "DISK-ROOT", "pv1", DISK);
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("blocked DISK-ROOT");
  }

  @Test
  void attachOffersAssignForAFunctionThatIsNotHidden() {
    Run run = on("attach", "--now", "pv1", CARD);
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains(
            "fix: hide it first: gangway hide 0000:09:00.0; or hide and attach it in one operation:"
                + " gangway assign pv1 0000:09:00.0");
  }

  /** The first line says which operation this is, so that another program can follow it. */
  @Test
  void theFirstEventHasTheIdOfTheOperation() {
    Run run = on("assign", "--json-lines", "--now", "pv1", CARD);
    Operation operation = new Journal(host.machine()).closed().getFirst();
    assertThat(operation.command()).isEqualTo("assign --now pv1 " + CARD);
    String id = operation.id();
    assertThat(run.lines().getFirst())
        .isEqualTo("{\"format\":1,\"event\":\"started\",\"operation\":\"" + id + "\"}");
    assertThat(run.lines().get(1)).contains("\"event\":\"checked\"", "\"kind\":\"assign\"");
  }

  private Run on(String... words) {
    return JsonCase.run(host.machine(), List.of(words));
  }
}
