package gangway.pci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a PCI function: domain, bus, device and function, as sysfs writes it ({@code
 * 0000:09:00.0}).
 *
 * @param domain the PCI segment; Linux gives devices behind a VMD domains above ffff
 * @param bus 0 to ff
 * @param device 0 to 1f
 * @param function 0 to 7
 */
public record Address(int domain, int bus, int device, int function)
    implements Comparable<Address> {
  private static final String DOMAIN = "(?<domain>[0-9a-f]{4,7})";
  private static final String BUS = "(?<bus>[0-9a-f]{2})";
  private static final String DEVICE = "(?<device>[01][0-9a-f])";
  private static final String FUNCTION = "(?<function>[0-7])";

  /** As sysfs and lspci write it, the domain left out if it is 0000. */
  private static final Pattern SYSFS =
      Pattern.compile(
          "(?:" + DOMAIN + ":)?" + BUS + ":" + DEVICE + "\\." + FUNCTION, Pattern.CASE_INSENSITIVE);

  /** As libvirt names node devices: {@code pci_0000_09_00_0}. */
  private static final Pattern LIBVIRT =
      Pattern.compile(
          "pci_" + DOMAIN + "_" + BUS + "_" + DEVICE + "_" + FUNCTION, Pattern.CASE_INSENSITIVE);

  /** As libxl writes it in XenStore's paths: {@code 0000-09-00-0}. */
  private static final Pattern LIBXL =
      Pattern.compile(DOMAIN + "-" + BUS + "-" + DEVICE + "-" + FUNCTION, Pattern.CASE_INSENSITIVE);

  public Address {
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
   * Reads an address in any form in use: {@code 09:00.0}, {@code 0000:09:00.0}, {@code
   * pci_0000_09_00_0} or {@code 0000-09-00-0}.
   */
  public static Optional<Address> parse(String text) {
    for (Pattern form : new Pattern[] {SYSFS, LIBVIRT, LIBXL}) {
      Matcher match = form.matcher(text);
      if (match.matches()) {
        String domain = match.group("domain");
        return Optional.of(
            new Address(
                domain == null ? 0 : Integer.parseInt(domain, 16),
                Integer.parseInt(match.group("bus"), 16),
                Integer.parseInt(match.group("device"), 16),
                Integer.parseInt(match.group("function"), 16)));
      }
    }
    return Optional.empty();
  }

  /** Whether both are functions of one device. */
  public boolean sameDevice(Address other) {
    return domain == other.domain && bus == other.bus && device == other.device;
  }

  /** The name libxl gives it in XenStore's paths. */
  public String libxlName() {
    return "%04x-%02x-%02x-%x".formatted(domain, bus, device, function);
  }

  @Override
  public int compareTo(Address other) {
    int order = Integer.compare(domain, other.domain);
    order = order != 0 ? order : Integer.compare(bus, other.bus);
    order = order != 0 ? order : Integer.compare(device, other.device);
    return order != 0 ? order : Integer.compare(function, other.function);
  }

  /** The address as sysfs writes it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(12);
    hex(text, domain, 4).append(':');
    hex(text, bus, 2).append(':');
    hex(text, device, 2).append('.');
    return text.append(function).toString();
  }

  private static StringBuilder hex(StringBuilder text, int value, int digits) {
    String hex = Integer.toHexString(value);
    return text.repeat('0', Math.max(0, digits - hex.length())).append(hex);
  }
}
