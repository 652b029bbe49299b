package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.operation.Features;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code history ID} tells which files an operation has changed, and the difference. */
class ChangedFilesTest {
  private static final String CONF = "/etc/modprobe.d/gangway.conf";

  private final GuideHost host = new GuideHost();

  private String idOfLast() {
    return Run.on(host.machine(), List.of("history")).lines().getLast().split(" ")[0];
  }

  private Run history(String... options) {
    return Run.on(
        host.machine(),
        Stream.concat(Stream.of("history", idOfLast()), Stream.of(options)).toList());
  }

  @Test
  void aCreatedFileIsShownWithItsLines() {
    assertThat(JsonCase.run(host.machine(), List.of("hide", "--boot", CARD)).exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(history().lines()).containsSubsequence(CONF + ": created", "  @@ -0,0 +1,4 @@");
    assertThat(history("--json").json())
        .contains(
            "operations[0].files[2].file=" + CONF,
            "operations[0].files[2].change=created",
            "operations[0].files[2].state=done",
            "operations[0].files[2].diff[0]=@@ -0,0 +1,4 @@",
            "operations[0].steps[0].state=done")
        .noneMatch(line -> line.startsWith("operations[0].files[2].before"));
  }

  @Test
  void theListOfAllOperationsHasNoFiles() {
    JsonCase.run(host.machine(), List.of("hide", "--boot", CARD));
    assertThat(Run.on(host.machine(), List.of("history", "--json")).json())
        .noneMatch(line -> line.contains("files"))
        .noneMatch(line -> line.contains("steps["));
  }

  @Test
  void whatWasUndoneIsShownAsUndone() {
    Run failed =
        JsonCase.run(host.machine().failing(4, Failure.NOT_DONE), List.of("hide", "--boot", CARD));
    assertThat(failed.exit()).as(failed.printed()).isEqualTo(ExitCode.FAILED);
    assertThat(history("--json").json())
        .contains(
            "operations[0].outcome=undone",
            "operations[0].files[2].state=undone",
            "operations[0].files[2].diff[0]=@@ -0,0 +1,4 @@");
    assertThat(history().lines()).contains(CONF + ": created, undone");
  }

  @Test
  void anOperationWithoutFilesHasAnEmptyList() {
    JournalFiles.done(host);
    Step step =
        new Step(
            "take 0000:09:00.0 from pv1",
            List.of(new Action.Write(Path.of("/sys/bus/pci/drivers/pciback/unbind"), CARD)),
            new Condition.NotVerifiable(),
            List.of(),
            new Condition.NeverUndone());
    host.put(
        "var/lib/gangway/history/20261129T010203.456-11/plan.json",
        Features.PLANS.text(UndoRecord.of(new Plan(List.of(step)))));
    assertThat(history("--json").out()).contains("\"files\":[]", "\"state\":\"done\"");
  }

  @Test
  void ofAnOperationOfAnEarlierVersionTheFilesAreNotKnown() {
    JournalFiles.done(host);
    Run history = history("--json");
    assertThat(history.out())
        .contains("\"outcome\":\"done\"")
        .doesNotContain("\"files\"", "\"steps\"");
  }

  @Test
  void ofAPlanOfALaterVersionTheFilesAreNotKnown() {
    JournalFiles.changedFiles(host);
    host.put(
        "var/lib/gangway/history/20261129T010203.456-17/plan.json",
        "{\"request\":null,\"rank\":7}\n");
    assertThat(history("--json").out()).doesNotContain("\"files\"", "\"steps\"");
    assertThat(history().exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void textSaysWhatJsonSays() {
    JournalFiles.changedFiles(host);
    assertThat(history().out())
        .contains(
            CONF + ": created\n  @@ -0,0 +1,2 @@\n  +# by gangway\n",
            "/etc/xen/pv1.cfg: edited\n  @@ -1,3 +1,4 @@\n   name = 'pv1'\n   vncpasswd = '***'\n",
            "/etc/a.bin: edited\n  before: 2 bytes, SHA-256 ",
            "/usr/sbin/xl.real: renamed from /usr/sbin/xl\n",
            "/etc/modules: edited, undone\n")
        .doesNotContain("'one'", "'two'");
  }
}
