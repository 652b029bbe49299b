package gangway.pci;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An address range of a function (base address register).
 *
 * @param index 0 to 5, or {@link #ROM}
 * @param start the first address
 * @param size in bytes
 */
public record Bar(int index, Kind kind, boolean prefetchable, boolean wide, long start, long size) {
  /** The index of the expansion ROM. */
  public static final int ROM = 6;

  private static final int IORESOURCE_IO = 0x100;
  private static final int IORESOURCE_PREFETCH = 0x2000;
  private static final int IORESOURCE_MEM_64 = 0x100000;

  /** The address space. */
  public enum Kind {
    IO,
    MEMORY
  }

  /**
   * Reads the BARs of a {@code resource} file: lines of start, end and flags in hexadecimal, first
   * the six BARs, then the ROM, then resources that are not BARs (drivers/pci/pci-sysfs.c).
   */
  static List<Bar> parse(String resource) {
    List<Bar> bars = new ArrayList<>();
    List<String> lines = resource.lines().toList();
    for (int i = 0; i < Math.min(lines.size(), ROM + 1); i++) {
      String[] fields = lines.get(i).split(" ");
      if (fields.length == 3) {
        long start = number(fields[0]);
        long end = number(fields[1]);
        long flags = number(fields[2]);
        // a BAR of one byte starts where it ends; one without an address is at 0
        int order = Long.compareUnsigned(end, start);
        if (flags != 0 && (order > 0 || (order == 0 && start != 0))) {
          bars.add(
              new Bar(
                  i,
                  (flags & IORESOURCE_IO) != 0 ? Kind.IO : Kind.MEMORY,
                  (flags & IORESOURCE_PREFETCH) != 0,
                  (flags & IORESOURCE_MEM_64) != 0,
                  start,
                  end - start + 1));
        }
      }
    }
    return bars;
  }

  private static long number(String hex) {
    try {
      return Long.parseUnsignedLong(hex.startsWith("0x") ? hex.substring(2) : hex, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** {@code memory at 0xfea00000, 128 KiB, 64-bit, prefetchable}. */
  public String text() {
    return kind.name().toLowerCase(Locale.ROOT)
        + " at 0x"
        + Long.toHexString(start)
        + ", "
        + sizeText()
        + (wide ? ", 64-bit" : "")
        + (prefetchable ? ", prefetchable" : "");
  }

  private String sizeText() {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    long value = size;
    int unit = 0;
    while (value >= 1024 && value % 1024 == 0 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return size == 1 ? "1 byte" : value + " " + units[unit];
  }
}
