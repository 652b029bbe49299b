package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources are those of the machine of the test; the snapshot is of an empty folder. */
class LiveHostTest {
  @Test
  void allSourcesWorkOnThisMachineAndTheHostIsObserved(@TempDir Path folder) throws Exception {
    try (LiveHost live = LiveHost.start(new FolderMachine(folder))) {
      assertThat(live.changes().failures()).isEmpty();
      assertThat(live.host().now().value().inventory().functions().stream()).isEmpty();
      assertThat(live.host().now().generation())
          .isLessThanOrEqualTo(live.changes().generation())
          .isLessThan(1L << 53);
    }
  }
}
