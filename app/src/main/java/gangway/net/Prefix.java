package gangway.net;

import gangway.Text;
import java.util.Optional;

/**
 * A network: the addresses with the same first bits.
 *
 * @param bits the length, counted in the 128 bits that IPv4 addresses have here too
 */
public record Prefix(IpAddress first, int bits) {

  /** Reads {@code 10.0.2.0/24}, {@code 2001:db8::/64}, or a single address. */
  public static Optional<Prefix> parse(String text) {
    String[] parts = text.split("/", 2);
    return IpAddress.parse(parts[0])
        .flatMap(first -> {
          int before = first.ipv4() ? IpAddress.BEFORE_IPV4 : 0;
          int most = 128 - before;
          int length = parts.length == 1 ? most : Text.digits(parts[1], 3).orElse(most + 1);
          return length <= most
              ? Optional.of(new Prefix(first, before + length))
              : Optional.empty();
        });
  }

  /** Whether an address is in this network. */
  public boolean holds(IpAddress address) {
    return address.ipv4() == first.ipv4() && first.agrees(address, bits);
  }
}
