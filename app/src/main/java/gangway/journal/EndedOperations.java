package gangway.journal;

import java.util.List;

/**
 * The operations that have ended, read once.
 *
 * @param readable those that can be read, the oldest first
 * @param unreadable those that cannot be read, the oldest first
 */
public record EndedOperations(List<Operation> readable, List<UnreadableOperation> unreadable) {
  public EndedOperations {
    readable = List.copyOf(readable);
    unreadable = List.copyOf(unreadable);
  }
}
