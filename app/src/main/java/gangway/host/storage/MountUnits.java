package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  private static final String SOURCE = "What";

  private MountUnits() {}

  /**
   * What the unit of a mount point mounts.
   *
   * @param place the mount point, which must contain no characters that systemd escapes: {@code
   *     boot-efi.mount} is the unit of {@code /boot/efi}
   */
  static Optional<String> source(Machine machine, String place) {
    String name = place.substring(1).replace('/', '-') + ".mount";
    return FOLDERS.stream()
        .flatMap(folder -> machine.read(folder.resolve(name)).stream())
        .findFirst()
        .flatMap(MountUnits::source);
  }

  /** The last assignment counts; blanks around the equals sign have no meaning. */
  private static Optional<String> source(String unit) {
    return unit.replace("\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#") && !line.startsWith(";"))
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length > 1 && parts[0].strip().equals(SOURCE))
        .map(parts -> parts[1].strip().replace("%%", "%"))
        .reduce((first, second) -> second)
        .filter(source -> !source.isEmpty());
  }
}
