package gangway.handover;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.machine.FolderMachine;
import gangway.toolstack.Images;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions about a guest and the file that its state is saved to. */
class SavedStateTest {
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
    State complete = new SavedState.Complete(IMAGE);
    State none = new SavedState.NoImage(IMAGE);
    assertThat(holds(complete)).isFalse();
    assertThat(holds(none)).isTrue();
    byte[] image = Images.whole("{ }");
    host.put("srv/pv1.image", Arrays.copyOf(image, image.length - 1));
    assertThat(holds(complete)).as("without its last byte").isFalse();
    assertThat(holds(none)).isFalse();
    host.put("srv/pv1.image", image);
    assertThat(holds(complete)).isTrue();
  }

  @Test
  void aDomainIsHeldWhileXenPausesIt() {
    State free = new SavedState.NotHeld(3, BOOT);
    assertThat(holds(free)).isTrue();
    host.paused().add("3");
    assertThat(holds(free)).isFalse();
    assertThat(holds(new SavedState.NotHeld(3, "an earlier boot"))).isTrue();
    host.withoutXl();
    assertThat(holds(free)).as("Xen cannot be asked").isFalse();
  }

  @Test
  void aDomainHasEndedWhereNeitherXenStoreNorXenHasIt() {
    State ended = new SavedState.Ended(3, BOOT);
    assertThat(holds(ended)).isFalse();
    assertThat(ended.comes(host.machine())).isFalse();
    assertThat(holds(new SavedState.Ended(3, "an earlier boot"))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(holds(ended)).isTrue();
    assertThat(ended.comes(host.machine())).isTrue();
    host.answer("xl list", "Domain-0  0  2048  4  r----- 9.9\n(null)  3  0  1  --ps-d  12.0\n");
    assertThat(holds(ended)).as("Xen still has it").isFalse();
    host.withoutXl();
    assertThat(holds(ended)).as("Xen cannot be asked").isFalse();
  }

  @Test
  void aGuestIsBackOnceTheModuleInItsKernelSaysSo() {
    State back = new SavedState.Back("pv1");
    State runs = new SavedState.Runs("pv1");
    assertThat(holds(back)).isFalse();
    assertThat(holds(runs)).isTrue();
    ActingHost machine = host.machine().withModuleSaying(3, "0 0");
    assertThat(back.holds(machine)).isTrue();
    assertThat(back.comes(machine)).isTrue();
    assertThat(new SavedState.Back("pv2").holds(machine)).isFalse();
  }

  @Test
  void aGuestRunsOrDoesNotRun() {
    assertThat(holds(new SavedState.Runs("pv2"))).isFalse();
    assertThat(holds(new SavedState.NotRunning("pv2"))).isTrue();
    assertThat(holds(new SavedState.NotRunning("pv1"))).isFalse();
  }

  @Test
  void withoutXenStoreNothingOfAGuestIsKnown(@TempDir Path empty) {
    FolderMachine silent = new FolderMachine(empty);
    for (State state :
        List.of(
            new SavedState.Back("pv1"),
            new SavedState.Runs("pv1"),
            new SavedState.NotRunning("pv1"),
            new SavedState.Unused("pv1", NOTE, "note"))) {
      assertThat(state.holds(silent)).as(state.toString()).isFalse();
    }
  }

  @Test
  void anImageIsUnusedWhileItsNoteIsTheSameAndItsGuestDoesNotRun() {
    State unused = new SavedState.Unused("pv2", NOTE, "note");
    assertThat(holds(unused)).as("no note").isFalse();
    host.put("srv/pv1.image.gangway", "note");
    assertThat(holds(unused)).isTrue();
    assertThat(holds(new SavedState.Unused("pv1", NOTE, "note"))).as("it runs").isFalse();
    host.put("srv/pv1.image.gangway", "restored");
    assertThat(holds(unused)).isFalse();
  }

  /** What is in a file is to be undone after a reboot; what is in memory is gone. */
  @Test
  void onlyFilesOutliveAReboot() {
    assertThat(List.of(new SavedState.Complete(IMAGE), new SavedState.NoImage(IMAGE)))
        .allMatch(State::survivesReboot);
    assertThat(
            List.<State>of(
                new SavedState.NotHeld(3, BOOT),
                new SavedState.Ended(3, BOOT),
                new SavedState.Back("pv1"),
                new SavedState.Runs("pv1"),
                new SavedState.NotRunning("pv1"),
                new SavedState.Unused("pv1", NOTE, "note")))
        .noneMatch(State::survivesReboot);
  }

  private boolean holds(State state) {
    return state.holds(host.machine());
  }
}
