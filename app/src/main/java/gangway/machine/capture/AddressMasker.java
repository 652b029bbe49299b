package gangway.machine.capture;

import gangway.net.IpAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the addresses of networks and network cards in texts. */
final class AddressMasker {
  /** Also after a name, as in {@code ifname=eth0:00:16:3e:12:34:56} (dracut.cmdline(7)). */
  private static final Pattern HARDWARE =
      Pattern.compile(
          "(?:(?<![\\w:-])|(?<=\\bifname=[\\w.-]{1,15}:))"
              + "(?:[0-9a-fA-F]{2}:){5,19}[0-9a-fA-F]{2}(?![\\w:-])");

  /** PXELINUX' setting has the type of the hardware, and its address with hyphens. */
  private static final Pattern BOOT_INTERFACE =
      Pattern.compile("\\b(BOOTIF=[0-9a-fA-F]{2}-)((?:[0-9a-fA-F]{2}-){5}[0-9a-fA-F]{2})\\b");

  /** Interfaces that systemd names after their hardware address: {@code enx00163e123456}. */
  private static final Pattern NAMED_BY_HARDWARE =
      Pattern.compile("(?<![A-Za-z0-9])((?:en|ib|sl|wl|ww)x)([0-9a-f]{12})(?![A-Za-z0-9])");

  /**
   * With an optional prefix length, which fib_trie has on the next line; not the version in the
   * name of a kernel's file: {@code vmlinuz-2.6.32.57}.
   */
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<![\\w.])(?<!\\b(?:vmlinu[xz]|initrd|initrd\\.img|initramfs|config|System\\.map)-)"
              + "(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?!\\w|\\.\\d)(?:\\s*/(\\d{1,2})(?!\\d))?");

  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![\\w:.])((?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4})(?![\\w:.])(?:/(\\d{1,3})(?!\\d))?");

  private static final Pattern HEX_IPV6_PREFIX =
      Pattern.compile("\\b([0-9a-f]{32}) ([0-9a-f]{2})\\b");
  private static final Pattern HEX_IPV6 = Pattern.compile("\\b[0-9a-f]{32}\\b");
  private static final Pattern HEX_SOCKET = Pattern.compile("\\b([0-9A-F]{8}):[0-9A-F]{4}\\b");
  private static final Pattern HEX_SOCKET6 = Pattern.compile("\\b([0-9A-F]{32}):[0-9A-F]{4}\\b");

  /** The first three words of an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) on x86. */
  private static final String MAPPED = "0000000000000000FFFF0000";

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private final PrefixPreservingMask mask;

  AddressMasker(PrefixPreservingMask mask) {
    this.mask = mask;
  }

  /**
   * Replaces MAC addresses, also in the names of interfaces. They are replaced in every text,
   * because nothing else looks like them.
   */
  String hardware(String text) {
    String masked = HARDWARE.matcher(text).replaceAll(match -> hardware(match.group(), ":"));
    masked =
        NAMED_BY_HARDWARE
            .matcher(masked)
            .replaceAll(match -> match.group(1) + hardware(match.group(2), ""));
    return BOOT_INTERFACE
        .matcher(masked)
        .replaceAll(match -> match.group(1) + hardware(match.group(2), "-"));
  }

  private String hardware(String address, String delimiter) {
    HexFormat format = HexFormat.ofDelimiter(delimiter);
    return format.formatHex(mask.hardware(format.parseHex(address)));
  }

  /** Replaces all addresses in a text about networks. */
  String network(String text) {
    String masked = IPV6.matcher(hardware(text)).replaceAll(this::ipv6);
    return IPV4.matcher(masked).replaceAll(this::ipv4);
  }

  /**
   * Replaces all addresses in a file of {@code /proc/net}, where numbers are hexadecimal in the
   * machine's byte order.
   */
  String proc(String file, String original) {
    String text = hardware(original);
    return switch (file.substring(file.lastIndexOf('/') + 1)) {
      case "route" -> lines(text, this::route);
      case "ipv6_route" ->
          HEX_IPV6_PREFIX.matcher(text).replaceAll(this::hexWithPrefix).transform(this::nextHops);
      case "if_inet6" -> HEX_IPV6.matcher(text).replaceAll(m -> hex(m.group(), IPV6_BITS));
      case "tcp", "udp", "raw" -> HEX_SOCKET.matcher(text).replaceAll(this::socket);
      case "tcp6", "udp6", "raw6" -> HEX_SOCKET6.matcher(text).replaceAll(this::socket6);
      default -> network(text);
    };
  }

  private static String lines(String text, UnaryOperator<String> how) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      masked.append(how.apply(text.substring(from, end)));
      masked.append(end < text.length() ? "\n" : "");
      from = end + 1;
    }
    return masked.toString();
  }

  /** Interface, destination, gateway, flags, three numbers, mask, separated by tabs. */
  private String route(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length > 7 && fields[1].matches("[0-9A-F]{8}") && fields[7].matches("[0-9A-F]{8}")) {
      int prefix = Integer.bitCount(Integer.parseUnsignedInt(fields[7], 16));
      fields[1] = littleEndian(fields[1], prefix);
      fields[2] = fields[2].matches("[0-9A-F]{8}") ? littleEndian(fields[2], IPV4_BITS) : fields[2];
    }
    return String.join("\t", fields);
  }

  private String socket(MatchResult match) {
    return littleEndian(match.group(1), IPV4_BITS)
        + match.group().substring(match.group(1).length());
  }

  /**
   * Four words, each in the machine's byte order. A socket of IPv6 has an IPv4 connection in the
   * form {@code ::ffff:192.0.2.7}, and the IPv4 address is replaced as everywhere else.
   */
  private String socket6(MatchResult match) {
    if (match.group(1).startsWith(MAPPED)) {
      return MAPPED
          + littleEndian(match.group(1).substring(MAPPED.length()), IPV4_BITS)
          + match.group().substring(match.group(1).length());
    }
    String masked = hex(reordered(match.group(1).toLowerCase(Locale.ROOT)), IPV6_BITS);
    return reordered(masked).toUpperCase(Locale.ROOT)
        + match.group().substring(match.group(1).length());
  }

  private static String reordered(String hex) {
    StringBuilder result = new StringBuilder();
    for (int word = 0; word < hex.length(); word += 8) {
      for (int at = word + 6; at >= word; at -= 2) {
        result.append(hex, at, at + 2);
      }
    }
    return result.toString();
  }

  private String littleEndian(String hex, int prefix) {
    byte[] address = HexFormat.of().parseHex(reordered(hex));
    byte[] masked = PrefixPreservingMask.within(address, mask.ipv4(address), prefix);
    return reordered(HexFormat.of().withUpperCase().formatHex(masked));
  }

  private String hexWithPrefix(MatchResult match) {
    return hex(match.group(1), Integer.parseInt(match.group(2), 16)) + " " + match.group(2);
  }

  /** The next hop, the third address of a line, has no prefix length after it. */
  private String nextHops(String text) {
    return lines(
        text,
        line -> {
          String[] fields = line.split(" ", -1);
          if (fields.length > 4 && HEX_IPV6.matcher(fields[4]).matches()) {
            fields[4] = hex(fields[4], IPV6_BITS);
          }
          return String.join(" ", fields);
        });
  }

  private String hex(String hex, int prefix) {
    byte[] address = HexFormat.of().parseHex(hex);
    return HexFormat.of()
        .formatHex(PrefixPreservingMask.within(address, mask.ipv6(address), prefix));
  }

  private String ipv4(MatchResult match) {
    String[] parts = match.group(1).split("\\.");
    byte[] address = new byte[4];
    for (int i = 0; i < address.length; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 0xff) {
        return Matcher.quoteReplacement(match.group());
      }
      address[i] = (byte) part;
    }
    int prefix = prefix(match, IPV4_BITS);
    byte[] masked =
        PrefixPreservingMask.within(
            address, netmask(address) ? address : mask.ipv4(address), prefix);
    return (masked[0] & 0xff)
        + "."
        + (masked[1] & 0xff)
        + "."
        + (masked[2] & 0xff)
        + "."
        + (masked[3] & 0xff)
        + match.group().substring(match.group(1).length());
  }

  /** Netmasks above 224.0.0.0 are in a kept range anyway. */
  private static boolean netmask(byte[] address) {
    return (address[0] == (byte) 128 || address[0] == (byte) 192)
        && address[1] == 0
        && address[2] == 0
        && address[3] == 0;
  }

  private String ipv6(MatchResult match) {
    Optional<IpAddress> address = IpAddress.parse(match.group(1));
    if (address.isEmpty()) {
      return Matcher.quoteReplacement(match.group());
    }
    byte[] bytes = address.get().bytes();
    byte[] masked = PrefixPreservingMask.within(bytes, mask.ipv6(bytes), prefix(match, IPV6_BITS));
    return IpAddress.of(masked).withColons() + match.group().substring(match.group(1).length());
  }

  private static int prefix(MatchResult match, int most) {
    return match.group(2) == null ? most : Math.min(most, Integer.parseInt(match.group(2)));
  }
}
