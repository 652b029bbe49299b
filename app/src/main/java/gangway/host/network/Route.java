package gangway.host.network;

import gangway.net.IpAddress;

/**
 * Where the kernel sends what is for a network.
 *
 * @param network the network's first address
 * @param bits how many of that address' 128 bits are the network's
 * @param device the interface
 * @param table the table it stands in, as {@code ip} names it
 * @param metric the lower, the better
 */
public record Route(IpAddress network, int bits, String device, String table, long metric) {

  /** The table that is looked at for everybody. */
  static final String MAIN = "main";

  /**
   * Whether it is a default route, or one of those that tunnels lay over it: a half of what there
   * is of IPv4, or all that is given out of IPv6.
   */
  public boolean anywhere() {
    return bits <= (network.ipv4() ? IpAddress.BEFORE_IPV4 + 1 : 3);
  }

  /** {@code IPv4 default route}, and where it stands if not everybody takes it. */
  public String title() {
    String title = family() + " default route";
    return table.equals(MAIN) ? title : title + " of table " + table;
  }

  public String family() {
    return network.family();
  }

  boolean leadsTo(IpAddress address) {
    return address.ipv4() == network.ipv4() && network.agrees(address, bits);
  }

  boolean asGoodAs(Route other) {
    return bits == other.bits && metric == other.metric;
  }
}
