package gangway.pci;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PCI function: domain, bus, device and function, as sysfs writes it ({@code
 * 0000:09:00.0}).
 *
 * @param domain the PCI segment; Linux uses values above ffff for devices behind a VMD
 * @param bus 0 to ff
 * @param device 0 to 1f
 * @param function 0 to 7
 */
public record PciAddress(int domain, int bus, int device, int function)
    implements Comparable<PciAddress> {
  /** The highest PCI domain that Xen and pciback can have. */
  public static final int LAST_XEN_DOMAIN = 0xffff;

  private static final String LIBVIRT = "pci_";

  public PciAddress {
    check(domain, 0xfffffff, "domain");
    check(bus, 0xff, "bus");
    check(device, 0x1f, "device");
    check(function, 7, "function");
  }

  private static void check(int value, int most, String part) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(part + " " + value + " of a PCI address is out of range");
    }
  }

  /**
   * Reads an address in all common forms: {@code 09:00.0} and {@code 0000:09:00.0} (sysfs and
   * lspci), {@code pci_0000_09_00_0} (libvirt's name of a node device), or {@code 0000-09-00-0}
   * (libxl's XenStore paths).
   */
  public static Optional<PciAddress> parse(String text) {
    // without regular expressions: this is called for the name of every folder in long paths
    if (text.indexOf('.') >= 0) {
      return read(text.length() == "09:00.0".length() ? "0000:" + text : text, ':', '.');
    }
    if (text.startsWith(LIBVIRT) || text.startsWith("PCI_")) {
      return read(text.substring(LIBVIRT.length()), '_', '_');
    }
    return read(text, '-', '-');
  }

  /** Reads all four hexadecimal numbers; only the domain may have more digits than usual. */
  private static Optional<PciAddress> read(String text, char between, char last) {
    int bus = text.length() - "09:00.0".length();
    if (bus < "0000:".length()
        || bus > "0000000:".length()
        || text.charAt(bus - 1) != between
        || text.charAt(bus + 2) != between
        || text.charAt(bus + 5) != last) {
      return Optional.empty();
    }
    int domain = hex(text, 0, bus - 1);
    int number = hex(text, bus, bus + 2);
    int device = hex(text, bus + 3, bus + 5);
    int function = hex(text, bus + 6, bus + 7);
    return domain < 0 || number < 0 || device < 0 || device > 0x1f || function < 0 || function > 7
        ? Optional.empty()
        : Optional.of(new PciAddress(domain, number, device, function));
  }

  /** A hexadecimal number; -1 if a character is not a digit. */
  private static int hex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return -1;
      }
    }
    return HexFormat.fromHexDigits(text, from, to);
  }

  /** Whether both are functions of one device. */
  public boolean sameDevice(PciAddress other) {
    return domain == other.domain && bus == other.bus && device == other.device;
  }

  /** libxl's name for the function in XenStore paths. */
  public String libxlName() {
    return text('-', '-', '-');
  }

  @Override
  public int compareTo(PciAddress other) {
    int order = Integer.compare(domain, other.domain);
    order = order != 0 ? order : Integer.compare(bus, other.bus);
    order = order != 0 ? order : Integer.compare(device, other.device);
    return order != 0 ? order : Integer.compare(function, other.function);
  }

  /**
   * Same as the generated method of a record, but written out, like {@link #hashCode}: addresses
   * are the keys of most maps, and Java links the generated methods only at run time.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PciAddress address
        && sameDevice(address)
        && function == address.function;
  }

  @Override
  public int hashCode() {
    return domain << 16 ^ bus << 8 ^ device << 3 ^ function;
  }

  /** The address as sysfs writes it. */
  @Override
  public String toString() {
    return text(':', ':', '.');
  }

  private String text(char first, char second, char last) {
    // without a StringBuilder: this is done for every function of a machine
    int digits = domain > 0xffff ? Integer.toHexString(domain).length() : 4;
    byte[] text = new byte[digits + "-00-00-0".length()];
    int at = hex(text, 0, domain, digits);
    text[at] = (byte) first;
    at = hex(text, at + 1, bus, 2);
    text[at] = (byte) second;
    at = hex(text, at + 1, device, 2);
    text[at] = (byte) last;
    hex(text, at + 1, function, 1);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number with leading zeros; returns the position after it. */
  private static int hex(byte[] text, int from, int value, int digits) {
    int rest = value;
    for (int i = from + digits - 1; i >= from; i--) {
      int digit = rest & 0xf;
      text[i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
      rest >>>= 4;
    }
    return from + digits;
  }
}
