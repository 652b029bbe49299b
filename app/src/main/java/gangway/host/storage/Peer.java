package gangway.host.storage;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The other machine behind a disk or a file system, as far as dom0's kernel shows it. */
public sealed interface Peer {

  /**
   * Its address is known; dom0's routes select the interface.
   *
   * @param text the machine's address or name from the kernel; for several machines, dom0's own
   *     address
   */
  record Address(String text) implements Peer {}

  /**
   * The connection is bound to interfaces; dom0's routes do not matter.
   *
   * @param interfaces the names; every one of them counts
   * @param what how the connection works, {@code iSCSI}
   */
  record Bound(Set<String> interfaces, String what) implements Peer {
    public Bound {
      interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
    }
  }
}
