package gangway.machine.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Text form of IPv6 addresses (RFC 5952), without the form that ends in an IPv4 address. */
final class Ipv6 {
  private static final int GROUPS = 8;

  private Ipv6() {}

  /** The sixteen bytes of an address; empty if the text is malformed. */
  static Optional<byte[]> parse(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::") || text.contains(":::")) {
      return Optional.empty();
    }
    List<String> before = groups(gap < 0 ? text : text.substring(0, gap));
    List<String> behind = gap < 0 ? List.of() : groups(text.substring(gap + 2));
    int written = before.size() + behind.size();
    if (gap < 0 ? written != GROUPS : written >= GROUPS) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(before);
    all.addAll(Collections.nCopies(GROUPS - written, "0"));
    all.addAll(behind);
    byte[] address = new byte[2 * GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      String group = all.get(i);
      if (!group.matches("[0-9a-fA-F]{1,4}")) {
        return Optional.empty();
      }
      int value = Integer.parseInt(group, 16);
      address[2 * i] = (byte) (value >> 8);
      address[2 * i + 1] = (byte) value;
    }
    return Optional.of(address);
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  /** The shortest form, without the longest run of zeros. */
  static String text(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
    }
    int gap = 0;
    int length = 1;
    for (int from = 0; from < GROUPS; from++) {
      int end = from;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - from > length) {
        gap = from;
        length = end - from;
      }
    }
    if (length < 2) {
      return joined(groups, 0, GROUPS);
    }
    return joined(groups, 0, gap) + "::" + joined(groups, gap + length, GROUPS);
  }

  private static String joined(int[] groups, int from, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < end; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
