package gangway.host.network;

import gangway.net.IpAddress;

/**
 * A route of the kernel to a network.
 *
 * @param network the network's first address
 * @param bits the length of the network's prefix, counted in 128 bits
 * @param device the interface
 * @param table the routing table, by {@code ip}'s name
 * @param metric its metric; the kernel prefers the lowest
 */
public record Route(IpAddress network, int bits, String device, String table, long metric) {

  /** The table that applies to all packets. */
  static final String MAIN = "main";

  /**
   * Whether it is a default route, or one of the routes with which tunnels override it: one half of
   * all IPv4 addresses, or all assigned IPv6 addresses (2000::/3).
   */
  public boolean anywhere() {
    return bits <= (network.ipv4() ? IpAddress.BEFORE_IPV4 + 1 : 3);
  }

  /** {@code IPv4 default route}, with its table if that is not the main one. */
  public String title() {
    String title = family() + " default route";
    return table.equals(MAIN) ? title : title + " in table " + table;
  }

  public String family() {
    return network.family();
  }

  boolean leadsTo(IpAddress address) {
    return address.ipv4() == network.ipv4() && network.agrees(address, bits);
  }

  /**
   * Compares two routes of one table to one address as the kernel does: positive if it prefers this
   * one. The longer prefix is preferred, then the lower metric.
   */
  int comparePreference(Route other) {
    return bits == other.bits
        ? Long.compare(other.metric, metric)
        : Integer.compare(bits, other.bits);
  }
}
