package gangway.host.storage;

/**
 * A use of a disk or file system on another machine; it is lost with the NIC to that machine.
 *
 * @param use the use, {@code /srv}
 * @param peer the machine's address or name from the kernel; for several machines, dom0's own
 *     address
 */
public record Remote(String use, String peer) {}
