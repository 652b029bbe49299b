package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * systemd's mount units with their drop-ins: systemd.mount(5) and systemd.unit(5), syntax in
 * systemd.syntax(7). Automount units name no disk, and no drop-in can change their place.
 */
final class MountUnits {
  /** In systemd's order; a unit in an earlier folder replaces those in later ones. */
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/etc/systemd/system.control"),
          Path.of("/run/systemd/system.control"),
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

  /** The drop-ins of all mount units. */
  private static final String ALL = "mount";

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
    return text(escaped(place) + SUFFIX).flatMap(MountUnits::parse);
  }

  /**
   * What the unit of a mount point mounts by its drop-ins, if they tell; the unit itself may be one
   * that systemd makes of {@code /etc/fstab}.
   */
  Optional<String> replaced(String place) {
    return place.startsWith("/") ? value(added(escaped(place) + SUFFIX), "What") : Optional.empty();
  }

  /** A unit with its drop-ins; empty if there is no unit with this name. */
  private Optional<String> text(String name) {
    return FOLDERS.stream()
        .filter(folder -> names(folder).contains(name))
        .flatMap(folder -> machine.read(folder.resolve(name)).stream())
        .findFirst()
        .map(unit -> unit + "\n" + added(name));
  }

  /**
   * The drop-ins of a unit, in the order in which systemd reads them: by their names. Of several
   * with the same name one counts (unit_file_find_dropin_paths in src/shared/dropin.c): that of the
   * unit itself or of the beginning of its name ({@code srv-.mount.d}) in the first folder, else
   * that of all mount units ({@code mount.d}).
   */
  private String added(String name) {
    SortedMap<String, Path> byName = new TreeMap<>();
    FOLDERS.forEach(folder -> levels(name).forEach(level -> list(folder, level, byName)));
    FOLDERS.forEach(folder -> list(folder, ALL, byName));
    return byName.values().stream()
        .flatMap(file -> machine.read(file).stream())
        .collect(Collectors.joining("\n"));
  }

  private void list(Path folder, String level, Map<String, Path> byName) {
    String dropIns = level + ".d";
    if (names(folder).contains(dropIns)) {
      for (String file : machine.list(folder.resolve(dropIns))) {
        if (file.endsWith(".conf")) {
          byName.putIfAbsent(file, folder.resolve(dropIns).resolve(file));
        }
      }
    }
  }

  /** {@code srv-a-b.mount}, {@code srv-a-.mount}, {@code srv-.mount}. */
  private static List<String> levels(String name) {
    List<String> levels = new ArrayList<>(List.of(name));
    String stem = name.substring(0, name.length() - SUFFIX.length());
    for (int dash = stem.lastIndexOf('-', stem.length() - 2);
        dash > 0;
        dash = stem.lastIndexOf('-', dash - 1)) {
      levels.add(stem.substring(0, dash + 1) + SUFFIX);
    }
    return levels;
  }

  /** Listed once, because most folders have no mount unit of those that are looked up. */
  private List<String> names(Path folder) {
    return names.computeIfAbsent(folder, machine::list);
  }

  /** The units that another unit of the administrator starts, by mount point. */
  Map<String, Unit> started() {
    Map<String, Unit> started = new TreeMap<>();
    names(OWN).stream()
        .filter(name -> name.endsWith(".wants") || name.endsWith(".requires"))
        .flatMap(folder -> machine.list(OWN.resolve(folder)).stream())
        .filter(name -> name.endsWith(SUFFIX))
        .distinct()
        .forEach(name -> {
          Optional<String> text = text(name);
          text.flatMap(MountUnits::parse)
              .ifPresent(
                  unit -> started.put(text.flatMap(t -> value(t, "Where")).orElse(name), unit));
        });
    return started;
  }

  /**
   * A path as the name of a unit (systemd.unit(5), "String escaping for inclusion in unit names"):
   * {@code boot-efi} for {@code /boot/efi}, {@code srv-a\x2db} for {@code /srv/a-b}, {@code -} for
   * {@code /}.
   */
  private static String escaped(String place) {
    if (place.equals("/")) {
      return "-";
    }
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
