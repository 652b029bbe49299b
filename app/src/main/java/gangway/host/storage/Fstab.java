package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entries of {@code /etc/fstab} (fstab(5)). */
final class Fstab {
  /** The mount points without which dom0 does not run or does not boot. */
  static final Set<String> SYSTEM =
      Set.of("/", "/usr", "/boot", "/boot/efi", "/boot/firmware", "/efi");

  private static final Path FILE = Path.of("/etc/fstab");
  private static final Path DISKS = Path.of("/dev/disk");
  private static final Map<String, String> TAGS =
      Map.of(
          "UUID", "by-uuid",
          "LABEL", "by-label",
          "PARTUUID", "by-partuuid",
          "PARTLABEL", "by-partlabel");

  private Fstab() {}

  /**
   * A line.
   *
   * @param place the mount point; {@code none} for swap
   * @param options the options, separated by commas
   */
  record Line(String source, String place, String options) {

    /** The device that it names, by path or by tag (UUID, label). */
    Optional<Path> device() {
      if (source.startsWith("/dev/")) {
        return Optional.of(Path.of(source));
      }
      int equals = source.indexOf('=');
      String folder = equals < 0 ? null : TAGS.get(source.substring(0, equals));
      String value = source.substring(equals + 1).replace("\"", "");
      return folder == null || value.isEmpty()
          ? Optional.empty()
          : Optional.of(DISKS.resolve(folder).resolve(value));
    }

    boolean atBoot() {
      return !List.of(options.split(",")).contains("noauto");
    }
  }

  static List<Line> read(Machine machine) {
    return machine.lines(FILE).stream()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\\s+"))
        .filter(fields -> fields.length > 3)
        .map(fields ->
            new Line(MountTable.unescaped(fields[0]), MountTable.unescaped(fields[1]), fields[3]))
        .toList();
  }
}
