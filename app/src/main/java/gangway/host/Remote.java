package gangway.host;

/**
 * Something dom0 keeps on another machine.
 *
 * @param use the place it is mounted at, or the block device's name
 * @param peer that machine's IP address
 */
public record Remote(String use, String peer) {}
