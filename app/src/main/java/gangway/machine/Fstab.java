package gangway.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The entries of {@code /etc/fstab} (fstab(5)). */
public final class Fstab {
  /** The mount points without which dom0 does not run or does not boot. */
  public static final Set<String> SYSTEM =
      Set.of("/", "/usr", "/boot", "/boot/efi", "/boot/EFI", "/boot/firmware", "/efi");

  private static final Path FILE = Path.of("/etc/fstab");

  /** The default of mount(8) where the field is missing. */
  private static final String DEFAULTS = "defaults";

  private Fstab() {}

  /**
   * A line.
   *
   * @param place the mount point without a slash at its end; {@code none} for swap
   * @param options the options, separated by commas
   */
  public record Line(String source, String place, String type, String options) {

    private boolean has(String option) {
      return List.of(options.split(",")).contains(option);
    }

    /** Whether the file system is mounted at boot, or at its first use. */
    public boolean atBoot() {
      return !has("noauto") || has("x-systemd.automount") || has("comment=systemd.automount");
    }

    /** Whether the host boots without the file system, too. */
    public boolean mayFail() {
      return has("nofail");
    }

    /** The mount point, or {@code swap}. */
    public String title() {
      return type.equals("swap") ? "swap" : place;
    }
  }

  /** The lines that mount(8) reads: those with a source, a mount point and a type. */
  public static List<Line> read(Machine machine) {
    return machine.read(FILE).stream()
        .flatMap(text -> Stream.of(text.split("\\r?\n")))
        .map(line -> line.replaceFirst("^[ \\t]+", ""))
        .filter(line -> !line.startsWith("#"))
        .map(line -> Stream.of(line.split("[ \\t]+")).map(MountTable::name).toList())
        .filter(fields -> fields.size() > 2)
        .map(fields ->
            new Line(
                fields.get(0),
                normal(fields.get(1)),
                fields.get(2),
                fields.size() > 3 ? fields.get(3) : DEFAULTS))
        .toList();
  }

  private static String normal(String place) {
    return place.startsWith("/") ? Path.of(place).normalize().toString() : place;
  }
}
