package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileChangesTest {
  private static final Set<Topic> FUNCTIONS = EnumSet.of(Topic.FUNCTIONS);

  private final List<ProcFile> told = new ArrayList<>();

  private ProcFileChanges changes(String... files) {
    return new ProcFileChanges(
        List.of(files).stream().map(file -> new ProcFile(Path.of(file), FUNCTIONS)).toList(),
        told::add);
  }

  @Test
  void theKernelTellsOfAMountAndOfItsEndAndIsQuietAfterwards(@TempDir Path folder)
      throws Exception {
    Namespace.ofMounts(() -> {
      // not /proc/self, which has the mounts of another thread
      try (ProcFileChanges mounts = changes("/proc/thread-self/mountinfo")) {
        mounts.open();
        assertThat(Await.drain(mounts)).isEmpty();
        Namespace.run("mount", "-t", "tmpfs", "none", folder.toString());
        assertThat(Await.topics(mounts, FUNCTIONS)).isEqualTo(FUNCTIONS);
        assertThat(Await.drain(mounts)).isEmpty();
        Namespace.run("umount", folder.toString());
        assertThat(Await.topics(mounts, FUNCTIONS)).isEqualTo(FUNCTIONS);
        assertThat(Await.drain(mounts)).isEmpty();
        assertThat(told).hasSizeGreaterThanOrEqualTo(2);
      }
      return true;
    });
  }

  @Test
  void aFileThatDoesNotExistIsLookedForAgain(@TempDir Path folder) throws Exception {
    Path later = folder.resolve("mdstat");
    ProcFileChanges changes = changes("/proc/self/mountinfo", later.toString());
    try (changes) {
      changes.open();
      assertThat(changes.incomplete()).isTrue();
      assertThat(changes.descriptors()).hasSize(1);
    }
    Files.writeString(later, "");
    try (changes) {
      changes.open();
      assertThat(changes.incomplete()).isFalse();
    }
  }

  @Test
  void swapAndRaidCanBeFollowedOnThisKernel() throws Exception {
    try (ProcFileChanges changes = changes("/proc/swaps", "/proc/mdstat")) {
      changes.open();
      assertThat(changes.descriptors()).hasSize(Files.exists(Path.of("/proc/mdstat")) ? 2 : 1);
      assertThat(Await.drain(changes)).isEmpty();
    }
  }
}
