package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.migration.OtherGangway;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** save, restore and migrate, through the command line. */
class MigrationCommandsTest {
  private static final String IMAGE = "/srv/pv1.image";
  private static final String DEVICES_THERE =
      "ssh -o BatchMode=yes -o ServerAliveInterval=15 other-host gangway devices --json";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void aGuestWithADevice() {
    host =
        new GuideHost(folder)
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("srv/other", "")
            .hidden(CARD, TWIN)
            .given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    OtherGangway.able(host, "other-host");
  }

  @Test
  void aSavedGuestIsRestoredWithItsDevices() {
    ActingHost machine = withModule();
    Run saved = run(machine, "save", "pv1", IMAGE);
    assertThat(saved.exit()).as(saved.err()).isEqualTo(ExitCode.DONE);
    assertThat(saved.lines())
        .contains(
            "done: guest pv1 is saved in %s, which had %s".formatted(IMAGE, CARD),
            "  gangway restore " + IMAGE);

    Run restored = run(withModule(), "restore", IMAGE);
    assertThat(restored.exit()).as(restored.err()).isEqualTo(ExitCode.DONE);
    assertThat(restored.lines()).contains("done: guest pv1 is restored, with " + CARD);

    Run again = run(withModule(), "restore", IMAGE);
    assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aDryRunOfSaveChangesNothing() {
    ActingHost machine = withModule();
    var before = host.everything();
    Run run = run(machine, "save", "--dry-run", "pv1", IMAGE);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines()).contains("detach %s from guest pv1".formatted(CARD));
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aGuestWithoutTheModuleIsNotSaved() {
    var before = host.everything();
    Run run = run(host.machine(), "save", "pv1", IMAGE);
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gangway: guest 'pv1'").contains("gangway save --cold pv1");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"save pv1 /srv/pv1.image", "restore /srv/pv1.image", "migrate pv1 other-host"})
  void onlyRootCanUseThem(String command) {
    host.withoutRoot();
    Run run = run(host.machine(), command.split(" "));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).startsWith("gangway: only root can").contains("run the command as root");
  }

  @Test
  void aFileThatIsNotASavedGuestIsNotRestored() {
    Run run = run(host.machine(), "restore", "/srv/other");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("'/srv/other' was not saved by 'gangway save'");
  }

  @Test
  void aMigrationIsPlannedWithTheDevicesOfTheOtherHost() {
    host.withShadow()
        .answer(DEVICES_THERE, devices(1))
        .answer(
            "ssh -o BatchMode=yes -o ServerAliveInterval=15 other-host xl list",
            "Domain-0  0  2048  4  r-----  9.9\n");
    Run run = run(withModule(), "migrate", "--dry-run", "pv1", "other-host");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .contains(
            "migrate guest pv1 to other-host",
            "attach %s to guest pv1 on other-host".formatted(CARD),
            "  run ssh -o BatchMode=yes -o ServerAliveInterval=15 other-host gangway attach --now pv1 "
                + CARD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--cold", "--suspended"})
  void anotherJsonFormatThereIsRefusedBeforeAnythingChanges(String way) {
    host.withShadow()
        .answer(DEVICES_THERE, devices(2))
        .answer(
            "ssh -o BatchMode=yes -o ServerAliveInterval=15 other-host gangway --version",
            "gangway 9.8.7\n");
    ActingHost machine = withModule();
    var before = host.everything();
    Run run = run(machine, ("migrate " + way + " pv1 other-host").split(" +"));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains("gangway on other-host is version 9.8.7, gangway here is version ")
        .contains("fix: install the same version of gangway on both hosts")
        .doesNotContain("unknown");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void theOptionsColdAndSuspendedExcludeEachOther() {
    Run run = run(host.machine(), "migrate", "--cold", "--suspended", "pv1", "other-host");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--cold and --suspended exclude each other");
    assertThat(run(host.machine(), "migrate", "pv1", "a;b").exit()).isEqualTo(ExitCode.USAGE);
  }

  /** The card, hidden on the other host, in a JSON format. */
  private static String devices(int format) {
    return """
    {"format": %d, "functions": [{"address": "%s", "id": "8086:10d3", "subsystem": "8086:a01f",
     "owner": {"kind": "pciback"}}]}
    """
        .formatted(format, CARD);
  }

  private ActingHost withModule() {
    return host.machine().withModuleSaying(3, "1 0");
  }

  /**
   * In a thread of its own: at the end of this JVM the shutdown hook waits for the thread's end.
   */
  private static Run run(ActingHost machine, String... words) {
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(
            () -> Run.of(console -> new Gangway(console, () -> machine).run(List.of(words))),
            task -> Thread.ofPlatform().start(task));
    return run.orTimeout(1, TimeUnit.MINUTES).join();
  }
}
