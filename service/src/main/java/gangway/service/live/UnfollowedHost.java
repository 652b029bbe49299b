package gangway.service.live;

import java.util.concurrent.locks.LockSupport;

/**
 * A host that no source tells about, because none could be opened: all topics are announced every
 * {@link Changes#LOOK}, because unknown is not unchanged.
 */
final class UnfollowedHost implements ChangeSource {
  private final Changes changes = Changes.inRealTime();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("gangway-unfollowed").unstarted(this::run);
  private volatile boolean closing;

  private UnfollowedHost() {}

  /**
   * Starts to announce.
   *
   * @param reason why no source could be opened
   */
  static UnfollowedHost start(String reason) {
    UnfollowedHost host = new UnfollowedHost();
    host.changes.wakeBy(() -> LockSupport.unpark(host.thread));
    host.changes.failed("all sources of changes", reason);
    host.thread.start();
    return host;
  }

  private void run() {
    while (!closing) {
      changes.announceDue();
      LockSupport.parkNanos(changes.untilDue().orElseGet(Changes.LOOK::toNanos));
    }
  }

  @Override
  public Changes changes() {
    return changes;
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
