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
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names of vendors, devices and classes, from the {@code pci.ids} file of the machine.
 *
 * <p>The file's lines: {@code vvvv name} for a vendor, below it {@code TAB dddd name} for a device,
 * below that {@code TAB TAB vvvv dddd name} for a subsystem; then {@code C cc name} for a class
 * with its subclasses and interfaces below it. Of about 36,000 lines only the requested ones are
 * decoded: decoding all of them would take longer than the rest of a command.
 */
public final class PciIds {
  private static final List<Path> FILES =
      List.of(Path.of("/usr/share/hwdata/pci.ids"), Path.of("/usr/share/misc/pci.ids"));

  /** Names by path of ids: {@code 8086}, {@code 8086/10d3}, {@code C 02/00}. */
  private final Map<String, String> names = new HashMap<>();

  private PciIds() {}

  /**
   * Reads the names of some functions; has no names if the machine has no such file.
   *
   * @param functions the functions whose names are needed
   */
  public static PciIds of(Machine machine, Stream<PciFunction> functions) {
    PciIds ids = new PciIds();
    for (Path file : FILES) {
      Optional<byte[]> bytes = machine.readBytes(file);
      if (bytes.isPresent()) {
        ids.read(bytes.get(), wanted(functions));
        break;
      }
    }
    return ids;
  }

  /**
   * The part of a machine's file with the names of some functions.
   *
   * @param file the path of the machine's file
   * @param text the lines of these functions, in the format of the file
   */
  public record Excerpt(Path file, String text) {}

  /** The part of the machine's file that some functions need; empty if there is no file. */
  public static Optional<Excerpt> excerpt(Machine machine, Stream<PciFunction> functions) {
    return FILES.stream()
        .filter(machine::exists)
        .findFirst()
        .map(file -> new Excerpt(file, of(machine, functions).text()));
  }

  /** In sorted order, each entry follows its parent. */
  private String text() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(names)
        .forEach((key, name) -> {
          String id = key.substring(key.lastIndexOf('/') + 1);
          long level = key.chars().filter(c -> c == '/').count();
          text.repeat('\t', (int) level).append(id).append("  ").append(name).append('\n');
        });
    return text.toString();
  }

  public Optional<String> vendor(DeviceId id) {
    return name(hex(id.vendor(), 4));
  }

  public Optional<String> device(DeviceId id) {
    return name(hex(id.vendor(), 4) + "/" + hex(id.device(), 4));
  }

  public Optional<String> subsystem(DeviceId id, DeviceId subsystem) {
    return name(
        "%04x/%04x/%04x %04x"
            .formatted(id.vendor(), id.device(), subsystem.vendor(), subsystem.device()));
  }

  /** The name of the subclass, {@code Ethernet controller}, or else of the base class. */
  public Optional<String> type(PciClass type) {
    String base = "C " + hex(type.base(), 2);
    return name(base + "/" + hex(type.withSubclass() & 0xff, 2)).or(() -> name(base));
  }

  private Optional<String> name(String key) {
    return Optional.ofNullable(names.get(key));
  }

  /** The blocks to read, each with the entries to decode, all as {@link #packed} ids. */
  private static Map<Integer, Set<Integer>> wanted(Stream<PciFunction> functions) {
    Map<Integer, Set<Integer>> wanted = new HashMap<>();
    functions.forEach(function -> {
      wanted
          .computeIfAbsent(packed(hex(function.id().vendor(), 4)), v -> new HashSet<>())
          .add(packed(hex(function.id().device(), 4)));
      wanted
          .computeIfAbsent(packed("C " + hex(function.type().base(), 2)), c -> new HashSet<>())
          .add(packed(hex(function.type().withSubclass() & 0xff, 2) + "  "));
    });
    return wanted;
  }

  /** One pass over all bytes, in one loop, so that the JVM compiles it early. */
  private void read(byte[] bytes, Map<Integer, Set<Integer>> wanted) {
    Set<Integer> entries = Set.of();
    String block = "";
    String entry = "";
    int end;
    for (int line = 0; line < bytes.length; line = end + 1) {
      end = line;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end - line < 8 || bytes[line] == '#' || (bytes[line] == '\t' && block.isEmpty())) {
        continue;
      }
      if (bytes[line] != '\t') {
        Set<Integer> found = wanted.get(packed(bytes, line));
        block = found == null ? "" : put("", bytes, line, end);
        entries = found == null ? Set.of() : found;
        entry = "";
      } else if (bytes[line + 1] != '\t') {
        entry =
            entries.contains(packed(bytes, line + 1)) ? put(block + "/", bytes, line + 1, end) : "";
      } else if (!entry.isEmpty()) {
        put(entry + "/", bytes, line + 2, end);
      }
    }
  }

  /** Stores the name on a line; returns its path of ids. */
  private String put(String above, byte[] bytes, int from, int end) {
    String line = new String(bytes, from, end - from, StandardCharsets.UTF_8);
    int gap = line.indexOf("  ");
    String key = above + line.substring(0, Math.max(0, gap));
    names.put(key, line.substring(Math.max(0, gap)).strip());
    return key;
  }

  /** Four characters as one number, which can be compared without decoding. */
  private static int packed(byte[] bytes, int at) {
    return bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
  }

  private static int packed(String fourCharacters) {
    return packed(fourCharacters.getBytes(StandardCharsets.US_ASCII), 0);
  }

  private static String hex(int value, int digits) {
    return HexFormat.of().toHexDigits(value, digits);
  }
}
