package gangway.machine.capture;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces addresses by others of the same kind. Equal addresses get equal replacements, and two
 * addresses with a common prefix get replacements with a common prefix of the same length. So
 * routes still match their addresses.
 *
 * <p>As in Crypto-PAn (Xu, Fan, Ammar, Moon, 2002), whether a bit is flipped depends on the bits
 * before it and on a key, here by HMAC-SHA-256. Special ranges keep their meaning: bits in the
 * prefix of such a range are not flipped, so no address leaves a range or enters one.
 */
final class PrefixPreservingMask {
  private static final List<Range> IPV4 =
      List.of(
          new Range("00", 8, true), // this host, 0.0.0.0
          new Range("7f", 8, true), // loopback
          new Range("a9fe", 16, false), // link-local
          new Range("e0", 4, true), // multicast
          new Range("f0", 4, true)); // netmasks and the broadcast address

  private static final List<Range> IPV6 =
      List.of(
          new Range("0000000000000000", 64, true), // ::, ::1, IPv4 in IPv6
          new Range("fe80000000000000", 64, false), // link-local
          new Range("ff", 8, true)); // multicast

  private static final int HARDWARE_BITS_KEPT = 8;

  private final Mac mac;
  private final Map<String, byte[]> known = new HashMap<>();

  /**
   * A range of addresses with a special meaning.
   *
   * @param hex the prefix of the range
   * @param bits length of the prefix
   * @param asIs whether the rest of an address is also kept
   */
  private record Range(String hex, int bits, boolean asIs) {

    /** The number of leading bits that an address has in common with the prefix. */
    int common(byte[] address) {
      for (int i = 0; i < bits; i++) {
        if (bit(address, i) != (Character.digit(hex.charAt(i / 4), 16) >> (3 - i % 4) & 1)) {
          return i;
        }
      }
      return bits;
    }
  }

  PrefixPreservingMask(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  byte[] ipv4(byte[] address) {
    return masked(address, IPV4, 0);
  }

  byte[] ipv6(byte[] address) {
    return masked(address, IPV6, 0);
  }

  /**
   * A MAC address: its first byte is kept; an odd one means multicast. All backends of guests'
   * network cards have {@code fe:ff:ff:ff:ff:ff}.
   */
  byte[] hardware(byte[] address) {
    boolean same = true;
    for (int i = 1; i < address.length; i++) {
      same &= address[i] == address[1];
    }
    boolean special = (address[0] & 1) != 0 || (same && (address[1] == 0 || address[1] == -1));
    return special ? address : masked(address, List.of(), HARDWARE_BITS_KEPT);
  }

  /**
   * Masks the address of a network or of a host in it: host bits that are all zeros or all ones are
   * kept.
   */
  static byte[] within(byte[] original, byte[] masked, int prefix) {
    int size = original.length * 8;
    if (prefix >= size) {
      return masked;
    }
    int first = bit(original, prefix);
    byte[] result = masked.clone();
    for (int i = prefix; i < size; i++) {
      if (bit(original, i) != first) {
        return masked;
      }
      set(result, i, first);
    }
    return result;
  }

  private byte[] masked(byte[] address, List<Range> ranges, int kept) {
    int from = kept;
    for (Range range : ranges) {
      int common = range.common(address);
      if (common == range.bits && range.asIs) {
        return address;
      }
      from = Math.max(from, common == range.bits ? common : common + 1);
    }
    int start = from;
    return known
        .computeIfAbsent(
            address.length + HexFormat.of().formatHex(address), _ -> turned(address, start))
        .clone();
  }

  private byte[] turned(byte[] address, int from) {
    byte[] result = address.clone();
    byte[] prefix = new byte[address.length + 2];
    for (int i = 0; i < address.length * 8; i++) {
      if (i >= from) {
        prefix[address.length] = (byte) i;
        prefix[address.length + 1] = (byte) address.length;
        if ((mac.doFinal(prefix)[0] & 1) != 0) {
          set(result, i, 1 - bit(address, i));
        }
      }
      set(prefix, i, bit(address, i));
    }
    return result;
  }

  private static int bit(byte[] bytes, int i) {
    return bytes[i / 8] >> (7 - i % 8) & 1;
  }

  private static void set(byte[] bytes, int i, int value) {
    int mask = 0x80 >> i % 8;
    bytes[i / 8] = (byte) (value == 1 ? bytes[i / 8] | mask : bytes[i / 8] & ~mask);
  }
}
