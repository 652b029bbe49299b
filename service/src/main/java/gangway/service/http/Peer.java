package gangway.service.http;

import java.util.List;

/**
 * The process that connected to the UNIX socket, as it was when it connected.
 *
 * @param groups all groups of the process
 */
public record Peer(int pid, int uid, List<Integer> groups) {
  public Peer {
    groups = List.copyOf(groups);
  }
}
