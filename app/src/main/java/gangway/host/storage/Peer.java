package gangway.host.storage;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The other machine behind a disk or a file system, as far as dom0's kernel shows it. */
public sealed interface Peer {

  /**
   * Its address is known; dom0's routes select the interface.
   *
   * @param text the address or name from the kernel; it may be an address of dom0 itself
   * @param servedByDom0 whether a server of dom0's kernel has the port: if the address is one of
   *     dom0, the connection ends there. Without such a server, a program has the port, and it may
   *     pass the data on to another machine, as a tunnel does.
   */
  record Address(String text, boolean servedByDom0) implements Peer {
    /** No server of dom0's kernel has the port. */
    public Address(String text) {
      this(text, false);
    }
  }

  /**
   * Dom0's own address in connections with several machines, whose addresses are not known.
   *
   * @param own the address
   */
  record From(String own) implements Peer {}

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
