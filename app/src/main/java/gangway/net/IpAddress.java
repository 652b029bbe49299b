package gangway.net;

import gangway.Text;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address. An IPv4 address is stored as the IPv4-mapped IPv6 address {@code
 * ::ffff:192.0.2.1} (RFC 4291, 2.5.5.2), so that both have 128 bits.
 *
 * <p>The JDK's own class is not used, because it loads a library and may ask name servers.
 */
public record IpAddress(long high, long low) {
  private static final long MAPPED = 0xffff;
  private static final int GROUPS = 8;

  /** The number of bits before the 32 bits of an IPv4 address. */
  public static final int BEFORE_IPV4 = 96;

  /** An IPv4 address from its 32 bits. */
  public static IpAddress ipv4(int bits) {
    return new IpAddress(0, MAPPED << 32 | Integer.toUnsignedLong(bits));
  }

  /**
   * Reads an address in its usual forms; ignores a zone ({@code %eth0}) and the brackets of URLs.
   */
  public static Optional<IpAddress> parse(String text) {
    String address = text.replaceFirst("%[^\\]]*", "").replaceFirst("^\\[(.*)]$", "$1");
    return address.contains(":") ? colons(address) : dots(address).map(IpAddress::ipv4);
  }

  /** Reads 32 hexadecimal digits, the format of {@code /proc/net/if_inet6}. */
  public static Optional<IpAddress> hex(String digits) {
    return digits.matches("[0-9a-fA-F]{32}")
        ? Optional.of(
            new IpAddress(
                Long.parseUnsignedLong(digits, 0, 16, 16),
                Long.parseUnsignedLong(digits, 16, 32, 16)))
        : Optional.empty();
  }

  /** An address from its sixteen bytes, in network byte order. */
  public static IpAddress of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new IpAddress(buffer.getLong(), buffer.getLong());
  }

  /** The sixteen bytes, in network byte order. */
  public byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
  }

  private static Optional<Integer> dots(String text) {
    String[] parts = text.split("\\.", -1);
    int bits = 0;
    for (String part : parts) {
      int value = Text.digits(part, 3).orElse(256);
      if (parts.length != 4 || value > 255) {
        return Optional.empty();
      }
      bits = bits << 8 | value;
    }
    return Optional.of(bits);
  }

  private static Optional<IpAddress> colons(String text) {
    int gap = text.indexOf("::");
    Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
    Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    int missing = GROUPS - head.get().size() - tail.get().size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head.get());
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail.get());
    return Optional.of(new IpAddress(four(all.subList(0, 4)), four(all.subList(4, GROUPS))));
  }

  /**
   * Groups of hexadecimal digits between colons; an IPv4 address at the end counts as two groups.
   */
  private static Optional<List<Integer>> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    for (String group : text.isEmpty() ? new String[0] : text.split(":", -1)) {
      Optional<Integer> dots = dots(group);
      if (dots.isPresent()) {
        groups.add(dots.get() >>> 16);
        groups.add(dots.get() & 0xffff);
      } else if (group.matches("[0-9a-fA-F]{1,4}")) {
        groups.add(Integer.parseInt(group, 16));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(groups);
  }

  private static long four(List<Integer> groups) {
    long bits = 0;
    for (int group : groups) {
      bits = bits << 16 | group;
    }
    return bits;
  }

  public boolean ipv4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** {@code IPv4} or {@code IPv6}. */
  public String family() {
    return ipv4() ? "IPv4" : "IPv6";
  }

  /** Whether it is a link-local address: 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291). */
  public boolean linkLocal() {
    return ipv4() ? (low >>> 16 & 0xffff) == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
  }

  /** Whether it is a loopback address: 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291). */
  public boolean loopback() {
    return ipv4() ? (low >>> 24 & 0xff) == 127 : high == 0 && low == 1;
  }

  /** Whether it stands for all addresses of a machine: 0.0.0.0, ::. */
  public boolean unspecified() {
    return (ipv4() ? low & 0xffff_ffffL : high | low) == 0;
  }

  /** Whether the first bits of both are the same. */
  public boolean agrees(IpAddress other, int bits) {
    return same(high, other.high, Math.min(bits, 64))
        && same(low, other.low, Math.max(0, bits - 64));
  }

  private static boolean same(long one, long other, int bits) {
    return bits == 0 || (one ^ other) >>> (64 - bits) == 0;
  }

  /** The form of RFC 5952: lower case, and the longest run of zeros left out. */
  @Override
  public String toString() {
    if (ipv4()) {
      return "%s.%s.%s.%s"
          .formatted(low >>> 24 & 0xff, low >>> 16 & 0xff, low >>> 8 & 0xff, low & 0xff);
    }
    return withColons();
  }

  /** The IPv6 form, also of an IPv4 address: {@code ::ffff:a00:20f} for 10.0.2.15. */
  public String withColons() {
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(i);
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    return length < 2
        ? between(0, GROUPS)
        : between(0, start) + "::" + between(start + length, GROUPS);
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - index % 4 * 16) & 0xffff);
  }

  private int zerosFrom(int index) {
    int end = index;
    while (end < GROUPS && group(end) == 0) {
      end++;
    }
    return end - index;
  }

  private String between(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
