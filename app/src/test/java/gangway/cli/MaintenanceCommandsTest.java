package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** recover, watch, serve and shutdown-policy, through the command line. */
class MaintenanceCommandsTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
  }

  @Test
  void withoutAnInterruptedOperationThereIsNothingToRecover() {
    Run run = run("recover");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("nothing to recover: no operation was interrupted\n");
  }

  @Test
  void anInterruptedOperationThatChangedNothingIsUndone() {
    interrupted();
    assertThat(run("devices").err()).contains("was interrupted: undo it with 'gangway recover'");
    Run run = run("recover");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("undone: 'gangway hide 09:00.0' of .*; the host is as before\n");
    assertThat(run("devices").err()).isEmpty();
  }

  @Test
  void anInterruptedOperationIsClosedAsItIs() {
    interrupted();
    Run run = run("recover", "--as-is");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("kept as it is: 'gangway hide 09:00.0' of ");
    assertThat(run("history").out()).contains("left as it is");
  }

  /** The process of the operation does not exist any more. */
  private void interrupted() {
    Author gone = new Author("root", Optional.empty(), 4711, "81234", "2f0d", Optional.empty());
    OperationWriter.begin(host.machine(), gone, List.of("hide", "09:00.0"), Set.of());
  }

  @Test
  void onlyRootCanRecover() {
    host.withoutRoot();
    Run run = run("recover");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can undo an operation");
  }

  @Test
  void anotherMachineIsNotRecovered() {
    Run run = Run.on(folder, "recover");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("gangway cannot change another machine");
  }

  @Test
  void watchNeedsRootAndThisMachine() {
    assertThat(Run.on(folder, "watch").exit()).isEqualTo(ExitCode.USAGE);
    host.withoutRoot();
    Run run = run("watch");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can see which guests have devices");
  }

  /** The launcher starts the service before the program sees the command line. */
  @Test
  void serveIsTheFirstWord() {
    Run run = Run.on(folder, "serve");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'serve' must be the first word of the command line");
  }

  @Test
  void aShutdownPolicyIsSetShownAndRemoved() {
    Run none = run("shutdown-policy");
    assertThat(none.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(none.err()).isEqualTo("no guest has a shutdown policy\n");

    Run set = run("shutdown-policy", "pv1", "save");
    assertThat(set.exit()).as(set.err()).isEqualTo(ExitCode.DONE);
    assertThat(set.lines())
        .last()
        .isEqualTo("done: policy of guest pv1 when the host shuts down: save");
    assertThat(run("shutdown-policy", "pv1", "save").out()).startsWith("already so: policy");
    assertThat(run("shutdown-policy", "pv1").out()).isEqualTo("save\n");
    assertThat(run("shutdown-policy").lines()).containsExactly("GUEST  POLICY", "pv1    save");

    assertThat(run("shutdown-policy", "pv1", "none").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("shutdown-policy", "pv1").out()).isEqualTo("none\n");
  }

  /** All guests have one file, so the second change is refused, and changes nothing. */
  @Test
  void twoChangesOfPoliciesExcludeEachOther() {
    OperationWriter other =
        OperationWriter.begin(
            host.machine(),
            Author.present(host.machine()),
            List.of("shutdown-policy", "pv2", "save"),
            Set.of(new Claim.OfShutdownPolicies()));
    Run run = run("shutdown-policy", "pv1", "save");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("changing the shutdown policies");
    other.drop();
    assertThat(run("shutdown-policy", "pv1", "save").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void onlyRootCanReadTheHistory() {
    host.withoutRoot();
    Run run = run("history");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can read the history");
  }

  @ParameterizedTest
  @CsvSource({
    "pv1, keep, unknown policy 'keep'",
    "a/b, save, its name cannot be a file name",
  })
  void anInvalidShutdownPolicyIsAUsageError(String guest, String policy, String message) {
    Run run = run("shutdown-policy", guest, policy);
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void onlyRootCanSetAShutdownPolicy() {
    host.withoutRoot();
    Run run = run("shutdown-policy", "pv1", "save");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can set a shutdown policy");
  }

  private Run run(String... words) {
    return JsonCase.run(host.machine(), List.of(words));
  }
}
