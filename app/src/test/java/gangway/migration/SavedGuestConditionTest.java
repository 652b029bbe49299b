package gangway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.FolderMachine;
import gangway.passthrough.GuestCondition;
import gangway.plan.Condition;
import gangway.xen.guest.Images;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions about a guest and the file that its condition is saved to. */
class SavedGuestConditionTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");
  private static final Path NOTE = Path.of("/srv/pv1.image.gangway");
  private static final String BOOT = "2f0d";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost().put("proc/sys/kernel/random/boot_id", BOOT + "\n");
  }

  @Test
  void anImageIsCompleteOnlyToItsEnd() {
    Condition complete = new SavedGuestCondition.ImageComplete(IMAGE);
    Condition none = new SavedGuestCondition.NoImage(IMAGE);
    assertThat(isMet(complete)).isFalse();
    assertThat(isMet(none)).isTrue();
    byte[] image = Images.whole("{ }");
    host.put("srv/pv1.image", Arrays.copyOf(image, image.length - 1));
    assertThat(isMet(complete)).as("without its last byte").isFalse();
    assertThat(isMet(none)).isFalse();
    host.put("srv/pv1.image", image);
    assertThat(isMet(complete)).isTrue();
  }

  @Test
  void aDomainIsHeldWhileXenPausesIt() {
    Condition free = new SavedGuestCondition.DomainNotPaused(3, BOOT);
    assertThat(isMet(free)).isTrue();
    host.paused().add("3");
    assertThat(isMet(free)).isFalse();
    assertThat(isMet(new SavedGuestCondition.DomainNotPaused(3, "an earlier boot"))).isTrue();
    host.withoutXl();
    assertThat(isMet(free)).as("Xen cannot be asked").isFalse();
  }

  @Test
  void aDomainHasEndedIfXenStoreAndXenNoLongerHaveIt() {
    Condition ended = new GuestCondition.DomainEnded(3, BOOT);
    assertThat(isMet(ended)).isFalse();
    assertThat(ended.awaitMet(host.machine())).isFalse();
    assertThat(isMet(new GuestCondition.DomainEnded(3, "an earlier boot"))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(isMet(ended)).isTrue();
    assertThat(ended.awaitMet(host.machine())).isTrue();
    host.answer("xl list", "Domain-0  0  2048  4  r----- 9.9\n(null)  3  0  1  --ps-d  12.0\n");
    assertThat(isMet(ended)).as("Xen still has it").isFalse();
    host.withoutXl();
    assertThat(isMet(ended)).as("Xen cannot be asked").isFalse();
  }

  @Test
  void aGuestIsBackOnceTheModuleInItsKernelSaysSo() {
    Condition back = new SavedGuestCondition.GuestKernelAnswers("pv1");
    Condition runs = new GuestCondition.GuestRuns("pv1");
    assertThat(isMet(back)).isFalse();
    assertThat(isMet(runs)).isTrue();
    ActingHost machine = host.machine().withModuleSaying(3, "0 0");
    assertThat(back.isMet(machine)).isTrue();
    assertThat(back.awaitMet(machine)).isTrue();
    assertThat(new SavedGuestCondition.GuestKernelAnswers("pv2").isMet(machine)).isFalse();
  }

  @Test
  void aGuestIsRestoredWhenLibxlHasCompletedItsDomain() {
    Condition restored = new SavedGuestCondition.GuestRestored("pv1");
    assertThat(isMet(restored)).isTrue();
    assertThat(isMet(new SavedGuestCondition.GuestRestored("pv2"))).isFalse();
    host.without("var/lib/xen/userdata-d.3.uuid-3.libxl-json");
    assertThat(isMet(restored)).isFalse();
  }

  @Test
  void aGuestRunsOrDoesNotRun() {
    assertThat(isMet(new GuestCondition.GuestRuns("pv2"))).isFalse();
    assertThat(isMet(new GuestCondition.GuestNotRunning("pv2"))).isTrue();
    assertThat(isMet(new GuestCondition.GuestNotRunning("pv1"))).isFalse();
  }

  @Test
  void withoutXenStoreNothingOfAGuestIsKnown(@TempDir Path empty) {
    FolderMachine silent = new FolderMachine(empty);
    for (Condition condition :
        List.of(
            new SavedGuestCondition.GuestKernelAnswers("pv1"),
            new SavedGuestCondition.GuestRestored("pv1"),
            new GuestCondition.GuestRuns("pv1"),
            new GuestCondition.GuestNotRunning("pv1"),
            new SavedGuestCondition.ImageUnused("pv1", NOTE, "note"))) {
      assertThat(condition.isMet(silent)).as(condition.toString()).isFalse();
    }
  }

  @Test
  void anImageIsUnusedWhileItsNoteIsTheSameAndItsGuestDoesNotRun() {
    Condition unused = new SavedGuestCondition.ImageUnused("pv2", NOTE, "note");
    assertThat(isMet(unused)).as("no note").isFalse();
    host.put("srv/pv1.image.gangway", "note");
    assertThat(isMet(unused)).isTrue();
    assertThat(isMet(new SavedGuestCondition.ImageUnused("pv1", NOTE, "note")))
        .as("it runs")
        .isFalse();
    host.put("srv/pv1.image.gangway", "restored");
    assertThat(isMet(unused)).isFalse();
  }

  /** What is in a file is to be undone after a reboot; what is in memory is gone. */
  @Test
  void onlyFilesOutliveAReboot() {
    assertThat(
            List.of(
                new SavedGuestCondition.ImageComplete(IMAGE),
                new SavedGuestCondition.NoImage(IMAGE)))
        .allMatch(Condition::survivesReboot);
    assertThat(
            List.<Condition>of(
                new SavedGuestCondition.DomainNotPaused(3, BOOT),
                new GuestCondition.DomainEnded(3, BOOT),
                new SavedGuestCondition.GuestKernelAnswers("pv1"),
                new SavedGuestCondition.GuestRestored("pv1"),
                new GuestCondition.GuestRuns("pv1"),
                new GuestCondition.GuestNotRunning("pv1"),
                new SavedGuestCondition.ImageUnused("pv1", NOTE, "note")))
        .noneMatch(Condition::survivesReboot);
  }

  private boolean isMet(Condition condition) {
    return condition.isMet(host.machine());
  }
}
