package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** systemd's mount units: systemd.mount(5), syntax in systemd.syntax(7). */
final class MountUnits {
  /** In systemd's order; a unit in an earlier folder replaces those in later ones. */
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/run/systemd/transient"),
          Path.of("/run/systemd/generator.early"),
          Path.of("/etc/systemd/system"),
          Path.of("/run/systemd/system"),
          Path.of("/run/systemd/generator"),
          Path.of("/usr/local/lib/systemd/system"),
          Path.of("/usr/lib/systemd/system"),
          Path.of("/lib/systemd/system"),
          Path.of("/run/systemd/generator.late"));

  /** The folder of the administrator's units. */
  private static final Path OWN = Path.of("/etc/systemd/system");

  private static final String SUFFIX = ".mount";

  private final Machine machine;
  private final Map<Path, List<String>> names = new HashMap<>();

  MountUnits(Machine machine) {
    this.machine = machine;
  }

  /**
   * A mount unit.
   *
   * @param source what it mounts
   * @param type the type of the file system; empty if the unit does not name it
   */
  record Unit(String source, String type) {
    /** Whether its data are on no disk, or on another machine. */
    boolean withoutDisk() {
      return FileSystemTypes.withoutDisk(type)
          || FileSystemTypes.withoutDisk(source)
          || (!source.startsWith("/") && FileSystemTypes.onOtherMachine(source))
          || source.startsWith("//");
    }
  }

  /** The unit of a mount point. */
  Optional<Unit> of(String place) {
    String name = escaped(place) + SUFFIX;
    return FOLDERS.stream()
        .filter(folder -> names(folder).contains(name))
        .flatMap(folder -> machine.read(folder.resolve(name)).stream())
        .findFirst()
        .flatMap(MountUnits::parse);
  }

  /** Listed once, because most folders have no mount unit of those that are looked up. */
  private List<String> names(Path folder) {
    return names.computeIfAbsent(folder, machine::list);
  }

  /** The administrator's units that another unit starts, by mount point. */
  Map<String, Unit> started() {
    Map<String, Unit> started = new TreeMap<>();
    List<String> wanted =
        names(OWN).stream()
            .filter(name -> name.endsWith(".wants") || name.endsWith(".requires"))
            .flatMap(folder -> machine.list(OWN.resolve(folder)).stream())
            .toList();
    for (String name : names(OWN)) {
      if (name.endsWith(SUFFIX) && wanted.contains(name)) {
        Optional<String> text = machine.read(OWN.resolve(name));
        text.flatMap(MountUnits::parse)
            .ifPresent(
                unit -> started.put(text.flatMap(t -> value(t, "Where")).orElse(name), unit));
      }
    }
    return started;
  }

  /**
   * A path as the name of a unit (systemd.unit(5), "String escaping for inclusion in unit names"):
   * {@code boot-efi} for {@code /boot/efi}, {@code srv-a\x2db} for {@code /srv/a-b}.
   */
  private static String escaped(String place) {
    StringBuilder name = new StringBuilder();
    for (byte b : place.substring(1).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ":_.".indexOf(c) >= 0);
      if (c == '/') {
        name.append('-');
      } else if (plain && !(c == '.' && name.isEmpty())) {
        name.append(c);
      } else {
        name.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return name.toString();
  }

  private static Optional<Unit> parse(String unit) {
    return value(unit, "What").map(source -> new Unit(source, value(unit, "Type").orElse("")));
  }

  /** The last assignment counts; blanks around the equals sign have no meaning. */
  private static Optional<String> value(String unit, String key) {
    return unit.replace("\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#") && !line.startsWith(";"))
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length > 1 && parts[0].strip().equals(key))
        .map(parts -> parts[1].strip().replace("%%", "%"))
        .reduce((first, second) -> second)
        .filter(value -> !value.isEmpty());
  }
}
