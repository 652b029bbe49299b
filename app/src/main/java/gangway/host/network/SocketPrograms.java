package gangway.host.network;

import gangway.Problem;
import gangway.journal.Author;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The programs that have sockets, found in one search through all processes.
 *
 * @param holders the names of processes by the number of the socket; empty if the processes cannot
 *     be examined, or if this process does not see all processes of dom0
 */
record SocketPrograms(Optional<SortedMap<String, SortedSet<String>>> holders) {
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  /** The name of a process that ended during the search ({@link Machine#socketHolders}). */
  static final String NO_NAME = "?";

  private static final SortedSet<String> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

  /** Searches for the programs of sockets, by the numbers of the sockets. */
  static SocketPrograms search(Machine machine, Collection<String> sockets) {
    TreeSet<String> inodes = new TreeSet<>(sockets);
    inodes.remove(SocketLine.NO_INODE);
    if (inodes.isEmpty()) {
      return new SocketPrograms(Optional.empty());
    }
    try {
      return new SocketPrograms(
          machine.linkName(PID_NAMESPACE).filter(Author::seesAllProcesses).isPresent()
              ? Optional.of(machine.socketHolders(inodes))
              : Optional.empty());
    } catch (Problem unknown) {
      return new SocketPrograms(Optional.empty());
    }
  }

  /** Whether the processes are known. */
  boolean known() {
    return holders.isPresent();
  }

  /** The names of the processes that have a socket, as far as known. */
  Set<String> of(String inode) {
    return holders.map(known -> known.getOrDefault(inode, NONE)).orElse(NONE);
  }

  /** The names of the processes that have one of some sockets, as far as known. */
  Set<String> of(Collection<String> inodes) {
    Set<String> names = new TreeSet<>();
    inodes.forEach(inode -> names.addAll(of(inode)));
    return names;
  }
}
