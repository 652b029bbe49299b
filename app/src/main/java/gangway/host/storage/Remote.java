package gangway.host.storage;

/**
 * A use of a disk or file system on another machine; it is lost with the NIC to that machine.
 *
 * @param use the use, {@code /srv}
 * @param later whether only the definition of a guest names it, so that nothing uses it now
 */
public record Remote(String use, Peer peer, boolean later) {
  /** A use now. */
  public Remote(String use, Peer peer) {
    this(use, peer, false);
  }
}
