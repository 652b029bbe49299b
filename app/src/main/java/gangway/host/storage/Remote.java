package gangway.host.storage;

/**
 * Something dom0 or a guest keeps on another machine: it is lost with the NIC that leads there.
 *
 * @param use what is kept there, {@code /srv}
 * @param peer that machine's address or name, as the kernel has it; of several machines, dom0's own
 *     address that they know it by
 */
public record Remote(String use, String peer) {}
