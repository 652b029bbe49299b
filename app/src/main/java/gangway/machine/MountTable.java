package gangway.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mounts, in the order of mounting.
 *
 * <p>From {@code /proc/self/mountinfo} (proc(5)): two numbers, {@code major:minor}, root, mount
 * point, options, any number of optional fields, {@code -}, type, source, options of the file
 * system. The kernel writes blanks and backslashes in names as {@code \040} and the like.
 */
public record MountTable(List<Mount> mounts) {
  private static final Path FILE = Path.of("/proc/self/mountinfo");

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /**
   * One mount.
   *
   * @param number {@code major:minor}; for a file system on several devices it is the number of no
   *     device
   * @param options the options of the file system
   * @param readOnly whether this mount or the file system is read-only
   */
  public record Mount(
      String number, String place, String type, String source, String options, boolean readOnly) {

    /** The value of an option of the file system. */
    public Optional<String> option(String name) {
      if (!options.contains(name)) {
        return Optional.empty();
      }
      return Stream.of(options.split(","))
          .filter(option -> option.startsWith(name + "="))
          .map(option -> option.substring(name.length() + 1))
          .findFirst();
    }
  }

  /** The mounts of this process's namespace. */
  public static MountTable read(Machine machine) {
    return read(machine, FILE);
  }

  /** The mounts that a file in the form of {@code /proc/self/mountinfo} has. */
  public static MountTable read(Machine machine, Path file) {
    List<Mount> mounts = new ArrayList<>();
    machine.lines(file).forEach(line -> mount(line, mounts));
    return new MountTable(List.copyOf(mounts));
  }

  private static void mount(String line, List<Mount> mounts) {
    String[] fields = line.split(" ");
    int dash = 6;
    while (dash < fields.length && !fields[dash].equals("-")) {
      dash++;
    }
    if (dash + 2 < fields.length) {
      String options = dash + 3 < fields.length ? name(fields[dash + 3]) : "";
      mounts.add(
          new Mount(
              fields[2],
              name(fields[4]),
              fields[dash + 1],
              name(fields[dash + 2]),
              options,
              isReadOnly(fields[5]) || isReadOnly(options)));
    }
  }

  private static boolean isReadOnly(String options) {
    return List.of(options.split(",")).contains("ro");
  }

  /** The mount that has a file, whose path has no symbolic links; empty if none is known. */
  public Optional<Mount> having(Path file) {
    Optional<Mount> found = Optional.empty();
    int names = -1;
    for (Mount mount : mounts) {
      Path place = Path.of(mount.place());
      // of several mounts at one place, the last one hides the others
      if (file.startsWith(place) && place.getNameCount() >= names) {
        found = Optional.of(mount);
        names = place.getNameCount();
      }
    }
    return found;
  }

  /**
   * A name as far as this locale supports it: some locales allow only ASCII in paths, and users
   * choose the names of the mounts in their own namespaces.
   */
  public static String name(String escaped) {
    String text = unescaped(escaped);
    return supported(text) ? text : text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static boolean supported(String path) {
    try {
      return Path.of(path).getNameCount() >= 0;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Decodes the bytes that are written as a backslash and three octal digits. */
  public static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream name = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && octal(bytes, i + 1) && octal(bytes, i + 2) && octal(bytes, i + 3)) {
        name.write((bytes[i + 1] - '0') * 64 + (bytes[i + 2] - '0') * 8 + bytes[i + 3] - '0');
        i += 3;
      } else {
        name.write(bytes[i]);
      }
    }
    return name.toString(StandardCharsets.UTF_8).replace("\0", ""); // names contain no NUL
  }

  private static boolean octal(byte[] bytes, int at) {
    return at < bytes.length && bytes[at] >= '0' && bytes[at] <= '7';
  }
}
