package gangway.pci;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of a function: vendor and device number, written {@code 8086:10d3}.
 *
 * @param vendor 0 to ffff
 * @param device 0 to ffff
 */
public record DeviceId(int vendor, int device) {
  private static final int DIGITS = 4;

  public DeviceId {
    if ((vendor & ~0xffff) != 0 || (device & ~0xffff) != 0) {
      throw new IllegalArgumentException("a PCI id has two 16-bit numbers");
    }
  }

  /** Reads {@code vvvv:dddd}, four hexadecimal digits each. */
  public static Optional<DeviceId> parse(String text) {
    if (text.length() != 2 * DIGITS + 1 || text.charAt(DIGITS) != ':') {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      if (i != DIGITS && !HexFormat.isHexDigit(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new DeviceId(
            HexFormat.fromHexDigits(text, 0, DIGITS),
            HexFormat.fromHexDigits(text, DIGITS + 1, text.length())));
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((short) vendor) + ":" + hex.toHexDigits((short) device);
  }
}
