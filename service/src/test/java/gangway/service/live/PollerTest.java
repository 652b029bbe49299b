package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs alone: counts the open files of the process. */
@Isolated
class PollerTest {
  private static final Set<Topic> GUESTS = EnumSet.of(Topic.GUESTS);

  private final LinkedBlockingQueue<Set<Topic>> heard = new LinkedBlockingQueue<>();
  private final Changes changes = new Changes(System::nanoTime, 1);

  private Set<Topic> announced() throws InterruptedException {
    Set<Topic> topics = heard.poll(20, TimeUnit.SECONDS);
    return topics == null ? Set.of() : topics;
  }

  @Test
  void aChangeOfAFileIsAnnounced(@TempDir Path folder) throws Exception {
    changes.listen((topics, _) -> heard.add(topics));
    try (Poller poller = new Poller(changes)) {
      poller.start(
          List.of(
              new FileChanges(
                  List.of(WatchedFolder.files(folder.toRealPath().toString(), GUESTS)), _ -> {})));
      Files.writeString(folder.resolve("a"), "a");
      assertThat(announced()).isEqualTo(GUESTS);
    }
  }

  @Test
  void aNoticeOfAnotherThreadIsAnnounced() throws Exception {
    changes.listen((topics, _) -> heard.add(topics));
    try (Poller poller = new Poller(changes)) {
      poller.start(List.of());
      changes.noticed(GUESTS);
      assertThat(announced()).isEqualTo(GUESTS);
    }
  }

  /** A source that fails when it is opened first, and when an event is read. */
  private static final class Faulty implements PolledSource {
    private final AtomicInteger opened = new AtomicInteger();
    private final int failures;
    private int waker = -1;

    Faulty(int failures) {
      this.failures = failures;
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public void open() throws IOException {
      if (opened.incrementAndGet() <= failures) {
        throw new IOException("not yet");
      }
      waker = Linux.waker();
    }

    @Override
    public List<Descriptor> descriptors() {
      return List.of(Descriptor.readable(waker));
    }

    @Override
    public Set<Topic> ready(Descriptor descriptor, int events) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void close() {
      if (waker >= 0) {
        Linux.close(waker);
      }
      waker = -1;
    }
  }

  @Test
  void aSourceThatCannotBeOpenedIsReportedAndTriedAgain() throws Exception {
    changes.listen((topics, _) -> heard.add(topics));
    Faulty faulty = new Faulty(1);
    try (Poller poller = new Poller(changes)) {
      poller.start(List.of(faulty));
      assertThat(changes.failures()).containsExactly(new SourceFailure("faulty", "not yet"));
      assertThat(announced()).isEqualTo(Topic.ALL); // the failure
      assertThat(announced()).isEqualTo(Topic.ALL); // it works again
      assertThat(changes.failures()).isEmpty();
      assertThat(faulty.opened).hasValue(2);
    }
  }

  @Test
  void aSourceWithAFaultIsReportedAndOpenedAgain() throws Exception {
    changes.listen((topics, _) -> heard.add(topics));
    Faulty faulty = new Faulty(0);
    try (Poller poller = new Poller(changes)) {
      poller.start(List.of(faulty));
      assertThat(changes.failures()).isEmpty();
      Linux.wake(faulty.waker);
      assertThat(announced()).isEqualTo(Topic.ALL);
      assertThat(announced()).isEqualTo(Topic.ALL);
      assertThat(faulty.opened).hasValueGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void theDescriptorsAreClosedAtTheEnd(@TempDir Path folder) throws Exception {
    long before = inotifies();
    Poller poller = new Poller(changes);
    poller.start(
        List.of(new FileChanges(List.of(WatchedFolder.files(folder.toString(), GUESTS)), _ -> {})));
    assertThat(inotifies()).isEqualTo(before + 1);
    poller.close();
    assertThat(inotifies()).isEqualTo(before);
    poller.close();
  }

  private static long inotifies() throws IOException {
    long count = 0;
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.exists(descriptor)
            && Files.readSymbolicLink(descriptor).toString().equals("anon_inode:inotify")) {
          count++;
        }
      }
    }
    return count;
  }
}
