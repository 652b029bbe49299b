package gangway.host.network;

/**
 * Where the kernel sends what is for a network.
 *
 * @param network the network's first address
 * @param bits how many of that address' 128 bits are the network's
 * @param device the interface
 * @param main whether it holds for everybody, and not only where a rule says so (ip-rule(8))
 * @param metric the lower, the better
 */
public record Route(IpAddress network, int bits, String device, boolean main, long metric) {

  /** Whether it is a default route. */
  public boolean anywhere() {
    return bits == (network.ipv4() ? IpAddress.BEFORE_IPV4 : 0);
  }

  public String family() {
    return network.family();
  }

  boolean leadsTo(IpAddress address) {
    return address.ipv4() == network.ipv4() && network.agrees(address, bits);
  }

  boolean asGoodAs(Route other) {
    return bits == other.bits && main == other.main && metric == other.metric;
  }
}
