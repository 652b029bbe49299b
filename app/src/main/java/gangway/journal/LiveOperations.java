package gangway.journal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operations that this process carries out. The process may outlive an operation that ended in
 * the middle, so that the process lives does not tell that its operation does.
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
