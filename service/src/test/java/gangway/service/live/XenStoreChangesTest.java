package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches at a xenstored of the test, on a real socket. */
class XenStoreChangesTest {
  private final LinkedBlockingQueue<Set<Topic>> heard = new LinkedBlockingQueue<>();
  private final Semaphore woken = new Semaphore(0);
  private final Changes changes = new Changes(System::nanoTime, 1);
  private Path socket = Path.of("/");
  private XenStoreChanges source = new XenStoreChanges(List.of(), changes);

  @BeforeEach
  void prepare(@TempDir Path folder) {
    socket = folder.resolve("socket");
    source = new XenStoreChanges(List.of(folder.resolve("none"), socket), changes);
    changes.wakeBy(woken::release);
    changes.listen((topics, _) -> heard.add(topics));
  }

  @AfterEach
  void end() {
    source.close();
  }

  /** Waits for a notice, and announces it as the poller does. */
  private Set<Topic> announced() throws InterruptedException {
    while (heard.isEmpty()) {
      long limit = changes.untilDue().orElse(TimeUnit.SECONDS.toNanos(20));
      if (!woken.tryAcquire(limit + 1, TimeUnit.NANOSECONDS)) {
        assertThat(changes.untilDue()).as("something was noticed").isPresent();
        changes.announceDue();
      }
    }
    return heard.remove();
  }

  private static final Set<Topic> TOPICS = Set.of(Topic.FUNCTIONS, Topic.GUESTS, Topic.DOCTOR);

  @Test
  void guestsAndTheirDevicesAreFollowed() throws Exception {
    try (WatchedXenstored xenstored = new WatchedXenstored(socket)) {
      source.start();
      assertThat(announced()).isEqualTo(TOPICS); // the connection
      xenstored.fire("/local/domain/0/backend/pci/3/0/state-0");
      assertThat(announced()).isEqualTo(TOPICS);
      xenstored.fire("@releaseDomain");
      assertThat(announced()).isEqualTo(TOPICS);
      assertThat(changes.failures()).isEmpty();
    }
  }

  @Test
  void aXenstoredThatStartsAgainIsFollowedAgain() throws Exception {
    try (WatchedXenstored xenstored = new WatchedXenstored(socket)) {
      source.start(); // without look(): that would shorten the pause before the next connection
      assertThat(announced()).isEqualTo(TOPICS);
      xenstored.hangUp();
      assertThat(announced()).isEqualTo(Topic.ALL);
      assertThat(changes.failures()).extracting(SourceFailure::source).containsExactly("XenStore");
      // it connects again after a second at the latest
      xenstored.awaitClient(2);
      assertThat(announced()).containsAll(TOPICS);
      assertThat(changes.failures()).isEmpty();
      xenstored.fire("/libxl/3/type");
      assertThat(announced()).isEqualTo(TOPICS);
    }
  }

  @Test
  void withoutASocketThereIsNothingToFollow() throws Exception {
    source.start();
    assertThat(changes.failures()).isEmpty();
    Files.createFile(socket); // nobody listens
    source.look();
    assertThat(announced()).isEqualTo(Topic.ALL);
    assertThat(changes.failures()).hasSize(1);
    Files.delete(socket);
    try (WatchedXenstored _ = new WatchedXenstored(socket)) {
      source.look();
      assertThat(announced()).containsAll(TOPICS);
    }
  }

  @Test
  void whatAGuestWritesMattersOnlyWhereGangwayReadsIt() {
    assertThat(
            List.of(
                "@introduceDomain",
                "/local/domain",
                "/local/domain/3",
                "/local/domain/3/name",
                "/local/domain/3/device/pci/0/state",
                "/local/domain/3/control/shutdown",
                "/local/domain/3/data/gangway/pci/dev-00-00-0",
                "/local/domain/0/backend/pci/3/0/dev-0",
                "/local/domain/0/backend/vbd/3/51712/params",
                "/libxl/pci/0000-09-00-0/domid"))
        .allMatch(XenStoreChanges::matters);
    assertThat(
            List.of(
                "/local/domain/3/data/clipboard",
                "/local/domain/3/memory/free",
                "/local/domain/3/device/vif/0/state",
                "/local/domain/3/namex",
                "/local/domain/x/name",
                "/vm"))
        .noneMatch(XenStoreChanges::matters);
  }
}
