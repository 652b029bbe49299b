package gangway.journal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations that this process carries out. The process can outlive an interrupted operation,
 * so a live process does not prove that its operation is in progress.
 */
final class LiveOperations {
  private static final Set<String> IDS = ConcurrentHashMap.newKeySet();

  private LiveOperations() {}

  static void begin(String id) {
    IDS.add(id);
  }

  static void end(String id) {
    IDS.remove(id);
  }

  static boolean contains(String id) {
    return IDS.contains(id);
  }
}
