package gangway.machine;

/** The end of this process by a signal: its shutdown hooks run while the other threads go on. */
final class Shutdown {
  private Shutdown() {}

  /** Whether the shutdown hooks run: from then on, the JVM refuses new ones. */
  static boolean inProgress() {
    Thread probe = Thread.ofPlatform().unstarted(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException shutdown) {
      return true;
    }
  }
}
