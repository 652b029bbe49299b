package gangway.host;

import gangway.machine.Machine;
import gangway.pci.Bar;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The memory addresses of the functions. */
public final class MemoryMap {
  /** Xen gives a guest access to memory in whole pages. */
  private static final long PAGE = 4096;

  private final NavigableMap<Long, Range> byStart = new TreeMap<>(Long::compareUnsigned);

  /** An address range of a function. */
  private record Range(long start, long end, PciAddress function) {}

  private MemoryMap() {}

  /**
   * Reads {@code /proc/iomem}: lines {@code fea00000-fea1ffff : 0000:09:00.0}, indented below the
   * window of their bridge. Users other than root see zeros.
   */
  static MemoryMap read(Machine machine) {
    MemoryMap map = new MemoryMap();
    for (String line : machine.lines(Path.of("/proc/iomem"))) {
      range(line.strip()).ifPresent(range -> map.byStart.put(range.start(), range));
    }
    return map;
  }

  private static Optional<Range> range(String line) {
    int colon = line.indexOf(" : ");
    int dash = line.indexOf('-');
    if (dash < 0 || colon < dash) {
      return Optional.empty();
    }
    Optional<PciAddress> function = PciAddress.parse(line.substring(colon + 3));
    try {
      long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
      long end = Long.parseUnsignedLong(line.substring(dash + 1, colon), 16);
      return Long.compareUnsigned(start, end) < 0
          ? function.map(address -> new Range(start, end, address))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The other functions with addresses in a page that holds a part of one of these BARs. */
  public List<PciAddress> onPagesOf(PciAddress function, List<Bar> bars) {
    return bars.stream()
        .filter(bar -> bar.kind() == Bar.Kind.MEMORY && bar.start() != 0)
        .flatMap(bar -> Stream.concat(onPage(bar.start()), onPage(bar.start() + bar.size() - 1)))
        .filter(other -> !other.equals(function))
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<PciAddress> onPage(long address) {
    long first = address & -PAGE;
    Stream<Range> before =
        Stream.ofNullable(byStart.lowerEntry(first))
            .map(Map.Entry::getValue)
            .filter(range -> Long.compareUnsigned(range.end(), first) >= 0);
    return Stream.concat(
            before, byStart.subMap(first, true, first + PAGE - 1, true).values().stream())
        .map(Range::function);
  }
}
