package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that cannot be followed counts as changed again and again. */
class ChangeSourceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutAnySourceEverythingCountsAsChanged(boolean descriptors) throws Exception {
    BlockingQueue<Set<Topic>> heard = new ArrayBlockingQueue<>(10);
    try (ChangeSource source = ChangeSource.of(_ -> fail(descriptors), new FolderMachine(folder))) {
      source.changes().listen((topics, _) -> heard.add(topics));
      assertThat(source.changes().failures()).hasSize(1);
      assertThat(source.changes().failures().getFirst().toString())
          .startsWith("all sources of changes: ")
          .contains("on purpose")
          .contains("every 10 s");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Topic.ALL);
      // and again, at the interval of failed sources
      assertThat(source.changes().untilDue().orElseThrow())
          .isPositive()
          .isLessThanOrEqualTo(Changes.LOOK.toNanos());
    }
  }

  private static ChangeSource fail(boolean descriptors) throws IOException {
    if (descriptors) {
      throw new IOException("no descriptors, on purpose");
    }
    throw new UnsatisfiedLinkError("no C library, on purpose");
  }

  @Test
  void aHostThatCanBeFollowedIsFollowed() {
    try (ChangeSource source = ChangeSource.of(new FolderMachine(folder))) {
      assertThat(source).isInstanceOf(LiveHost.class);
    }
  }
}
