package gangway.pci;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of makers, devices and classes, from the {@code pci.ids} file of the machine.
 *
 * <p>The file's lines: {@code vvvv name} of a maker, below it {@code TAB dddd name} of a device,
 * below that {@code TAB TAB vvvv dddd name} of a subsystem; and {@code C cc name} of a class with
 * its subclasses and interfaces below it. Of some 36,000 lines only the blocks that are asked for
 * are looked into.
 */
public final class PciIds {
  private static final List<Path> FILES =
      List.of(Path.of("/usr/share/hwdata/pci.ids"), Path.of("/usr/share/misc/pci.ids"));

  private final Map<String, String> names;

  private PciIds(Map<String, String> names) {
    this.names = names;
  }

  /**
   * Reads the names of the given functions; none if the machine has no such file.
   *
   * @param functions those whose maker, device, subsystem and class will be asked for
   */
  public static PciIds of(Machine machine, Functions functions) {
    Set<String> wanted = new HashSet<>();
    functions.stream()
        .forEach(function -> {
          wanted.add(hex(function.id().vendor(), 4));
          wanted.add(hex(function.subsystem().vendor(), 4));
          wanted.add("C " + hex(function.type().base(), 2));
        });
    for (Path file : FILES) {
      Optional<byte[]> bytes = machine.readBytes(file);
      if (bytes.isPresent()) {
        return new PciIds(read(bytes.get(), wanted));
      }
    }
    return new PciIds(Map.of());
  }

  public Optional<String> vendor(DeviceId id) {
    return name(hex(id.vendor(), 4));
  }

  public Optional<String> device(DeviceId id) {
    return name(hex(id.vendor(), 4) + "/" + hex(id.device(), 4));
  }

  public Optional<String> subsystem(DeviceId id, DeviceId subsystem) {
    return name(
        hex(id.vendor(), 4)
            + "/"
            + hex(id.device(), 4)
            + "/"
            + hex(subsystem.vendor(), 4)
            + " "
            + hex(subsystem.device(), 4));
  }

  /** The name of the subclass, {@code Ethernet controller}, or else of the base class. */
  public Optional<String> type(PciClass type) {
    String base = "C " + hex(type.base(), 2);
    return name(base + "/" + hex(type.withSubclass() & 0xff, 2)).or(() -> name(base));
  }

  private Optional<String> name(String key) {
    return Optional.ofNullable(names.get(key));
  }

  /** Names by the path of ids that leads to them: {@code 8086}, {@code 8086/10d3}, … */
  private static Map<String, String> read(byte[] bytes, Set<String> wanted) {
    Map<String, String> names = new HashMap<>();
    String block = "";
    String entry = "";
    int end;
    for (int from = 0; from < bytes.length; from = end + 1) {
      end = endOfLine(bytes, from);
      byte first = bytes[from];
      if (first == '#' || first == '\n' || (first == '\t' && block.isEmpty())) {
        continue;
      }
      int depth = 0;
      while (from + depth < end && bytes[from + depth] == '\t') {
        depth++;
      }
      if (depth == 0) {
        int idLength = first == 'C' ? "C cc".length() : "vvvv".length();
        String id = text(bytes, from, Math.min(end, from + idLength));
        block = wanted.contains(id) ? id : "";
        if (block.isEmpty()) {
          continue;
        }
      }
      String line = text(bytes, from + depth, end);
      int gap = line.indexOf("  ");
      if (gap < 0) {
        continue;
      }
      String id = line.substring(0, gap);
      if (depth == 1) {
        entry = block + "/" + id;
      }
      String key = depth == 0 ? block : depth == 1 ? entry : entry + "/" + id;
      names.put(key, line.substring(gap).strip());
    }
    return names;
  }

  private static int endOfLine(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static String text(byte[] bytes, int from, int end) {
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static String hex(int value, int digits) {
    return HexFormat.of().toHexDigits(value, digits);
  }
}
