package gangway.host.storage;

/**
 * A use of a disk or file system on another machine; it is lost with the NIC to that machine.
 *
 * @param use the use, {@code /srv}
 */
public record Remote(String use, Peer peer) {}
