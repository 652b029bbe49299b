package gangway.host;

import gangway.Answer;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Xen's messages from its start, as far as its ring buffer still has them.
 *
 * @param interruptRemapping whether the IOMMU checks interrupts too; unknown if the log does not
 *     tell
 * @param reserved the functions and bridges for which the firmware has reserved memory, a list for
 *     each memory range (RMRR); only with {@code iommu=verbose} on Xen's command line
 */
public record XenLog(Answer interruptRemapping, List<List<PciAddress>> reserved) {
  public static final XenLog NONE = new XenLog(Answer.UNKNOWN, List.of());

  /**
   * Xen's own lines; lines of a guest start with {@code (d3)}. A timestamp is a date, a number of
   * seconds, or, with {@code console_timestamps=raw}, a counter in hexadecimal.
   */
  private static final Pattern OWN = Pattern.compile("\\(XEN\\) (?:\\[[ 0-9a-f:.-]*] )?(.*)");

  /** Up to Xen 4.1, without the segment and without leading zeros: {@code 0:1d.0}. */
  private static final Pattern SHORT = Pattern.compile("([0-9a-f]{1,2}):([0-9a-f]{1,2})\\.([0-7])");

  private static final Pattern DEVICE = Pattern.compile("\\[VT-D].*(?:endpoint|bridge): (\\S+).*");
  private static final Pattern SCOPE = Pattern.compile("\\[VT-D].*(?:IOAPIC|MSI HPET): .*");
  private static final int MAX_RESERVED = 256;

  public XenLog {
    reserved = List.copyOf(reserved);
  }

  /**
   * Reads the log (xen/drivers/passthrough/iommu.c, {@code iommu_setup}; vtd/dmar.c, {@code
   * acpi_parse_dmar} and {@code acpi_parse_dev_scope}).
   */
  static XenLog parse(String log) {
    Answer remapping = Answer.UNKNOWN;
    List<List<PciAddress>> reserved = new ArrayList<>();
    boolean inReserved = false;
    for (String line : log.lines().toList()) {
      Matcher own = OWN.matcher(line);
      String told = own.matches() ? own.group(1).strip() : "";
      Matcher device = DEVICE.matcher(told);
      if (told.startsWith("[VT-D]") && told.contains("ACPI_DMAR_RMRR")) {
        inReserved = reserved.size() < MAX_RESERVED;
        if (inReserved) {
          reserved.add(new ArrayList<>());
        }
      } else if (inReserved && device.matches()) {
        address(device.group(1)).ifPresent(reserved.getLast()::add);
      } else if (told.startsWith("Interrupt remapping ")) {
        remapping = Answer.of(told.endsWith(" enabled"));
        inReserved = false;
      } else {
        inReserved = inReserved && SCOPE.matcher(told).matches();
      }
    }
    return new XenLog(remapping, reserved.stream().map(List::copyOf).toList());
  }

  private static Optional<PciAddress> address(String text) {
    Matcher old = SHORT.matcher(text);
    return PciAddress.parse(
        old.matches()
            ? "%2s:%2s.%s".formatted(old.group(1), old.group(2), old.group(3)).replace(' ', '0')
            : text);
  }
}
