package gangway.journal;

import java.util.List;

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
}
