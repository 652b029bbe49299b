package gangway.journal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that have not ended, read once.
 *
 * @param readable those that can be read: in progress or interrupted, the oldest first
 * @param unreadable those that cannot be read
 */
public record OpenOperations(List<Operation> readable, List<UnreadableOperation> unreadable) {
  public OpenOperations {
    readable = List.copyOf(readable);
    unreadable = List.copyOf(unreadable);
  }

  /** The ids of an operation, and of the open operations nested in it at any depth. */
  public Set<String> family(Operation operation) {
    Set<String> ids = new LinkedHashSet<>();
    addFamily(operation.id(), ids);
    return ids;
  }

  private void addFamily(String id, Set<String> ids) {
    if (ids.add(id)) {
      readable.stream()
          .filter(open -> open.header().parent().equals(Optional.of(id)))
          .forEach(nested -> addFamily(nested.id(), ids));
    }
  }
}
