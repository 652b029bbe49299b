package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.FolderMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources are those of the machine of the test; the snapshot is of an empty folder. */
class LiveHostTest {
  @Test
  void allSourcesWorkOnThisMachineAndTheHostIsObserved(@TempDir Path folder) throws Exception {
    FolderMachine machine = new FolderMachine(folder);
    try (LiveHost live = LiveHost.start(machine)) {
      SharedObservation<HostSnapshot> host =
          new SharedObservation<>(
              live.changes(), Topic.ALL, System::nanoTime, () -> new Observer(machine).host());
      assertThat(live.changes().failures()).isEmpty();
      assertThat(host.now().value().inventory().functions().stream()).isEmpty();
      assertThat(host.now().generation())
          .isLessThanOrEqualTo(live.changes().generation())
          .isLessThan(1L << 53);
    }
  }
}
