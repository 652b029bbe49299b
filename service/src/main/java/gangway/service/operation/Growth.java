package gangway.service.operation;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until the files of a folder are written to. */
final class Growth implements AutoCloseable {
  private final WatchService watch;

  Growth(Path folder) throws IOException {
    watch = folder.getFileSystem().newWatchService();
    folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** Returns when something was written, or when the time is over. */
  void await(Duration atMost) throws InterruptedException {
    WatchKey key = watch.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
