package gangway.service.resource;

import java.time.Duration;
import java.util.Set;

/** What changes on the host. */
public interface HostChanges {

  /**
   * What has changed since a generation.
   *
   * @param topics names of docs/api.md, such as {@code functions}; empty if nothing has changed
   * @param lost whether the generation is too old to know what has changed
   */
  record Change(long generation, Set<String> topics, boolean lost) {
    public Change {
      topics = Set.copyOf(topics);
    }
  }

  /** The present generation. */
  long generation();

  /** Waits until something has changed since a generation, but not longer than a time. */
  Change since(long generation, Duration atMost) throws InterruptedException;
}
