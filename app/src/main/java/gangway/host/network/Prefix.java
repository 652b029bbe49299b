package gangway.host.network;

import java.util.Optional;

/**
 * A network: the addresses with the same first bits.
 *
 * @param bits the length, counted in the 128 bits that IPv4 addresses have here too
 */
record Prefix(IpAddress first, int bits) {

  /** Reads {@code 10.0.2.0/24}, {@code 2001:db8::/64}, or a single address. */
  static Optional<Prefix> parse(String text) {
    String[] parts = text.split("/", 2);
    return IpAddress.parse(parts[0])
        .flatMap(first -> {
          int before = first.ipv4() ? IpAddress.BEFORE_IPV4 : 0;
          int most = 128 - before;
          return length(parts.length == 1 ? Integer.toString(most) : parts[1])
              .filter(length -> length <= most)
              .map(length -> new Prefix(first, before + length));
        });
  }

  private static Optional<Integer> length(String digits) {
    return digits.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  boolean holds(IpAddress address) {
    return address.ipv4() == first.ipv4() && first.agrees(address, bits);
  }
}
