package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names by which {@code /etc/fstab} and systemd's mount units name devices: a path, or a tag
 * such as {@code LABEL=data} (fstab(5)).
 */
final class DeviceNames {
  private static final Path DEV = Path.of("/dev");
  private static final Path DISKS = Path.of("/dev/disk");
  private static final Map<String, String> TAGS =
      Map.of(
          "UUID", "by-uuid",
          "LABEL", "by-label",
          "PARTUUID", "by-partuuid",
          "PARTLABEL", "by-partlabel",
          "ID", "by-id");

  /** Besides letters, digits and characters outside ASCII (libblkid's blkid_encode_string). */
  private static final String PLAIN = "#+-.:=@_";

  private DeviceNames() {}

  /**
   * The paths of the named devices; several for a file system on {@code /dev/a:/dev/b}. A path
   * elsewhere names a device if it is a link to one.
   */
  static List<Path> paths(Machine machine, String source) {
    if (source.startsWith("/")) {
      return Stream.of(source.split(":(?=/)"))
          .map(part -> Path.of(part).normalize())
          .flatMap(path -> inDev(path) ? Stream.of(path) : machine.real(path).stream())
          .filter(DeviceNames::inDev)
          .toList();
    }
    int equals = source.indexOf('=');
    String folder = equals < 0 ? null : TAGS.get(source.substring(0, equals));
    String value = unquoted(source.substring(equals + 1));
    if (folder == null || value.isEmpty()) {
      return List.of();
    }
    Path links = DISKS.resolve(folder);
    Path link = links.resolve(encoded(value));
    // the digits of UUIDs may be written in upper and lower case
    return List.of(
        folder.endsWith("uuid") && !machine.exists(link)
            ? sameButForCase(machine, links, value).orElse(link)
            : link);
  }

  private static boolean inDev(Path path) {
    return path.startsWith(DEV);
  }

  private static Optional<Path> sameButForCase(Machine machine, Path links, String value) {
    return machine.list(links).stream()
        .filter(name -> name.equalsIgnoreCase(value))
        .findFirst()
        .map(links::resolve);
  }

  /** The text between the first and the last quote (blkid_parse_tag_string in libblkid). */
  private static String unquoted(String value) {
    boolean quote = value.startsWith("\"") || value.startsWith("'");
    int last = quote ? value.lastIndexOf(value.charAt(0)) : 0;
    return last > 0 ? value.substring(1, last) : value;
  }

  /** The name of a link: udev writes other characters as {@code \x20}. */
  private static String encoded(String value) {
    StringBuilder name = new StringBuilder();
    value
        .codePoints()
        .forEach(c -> {
          boolean plain =
              c > 0x7f
                  || (c >= '0' && c <= '9')
                  || (c >= 'a' && c <= 'z')
                  || (c >= 'A' && c <= 'Z')
                  || PLAIN.indexOf(c) >= 0;
          if (plain) {
            name.append(new String(Character.toChars(c)));
          } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              name.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            }
          }
        });
    return name.toString();
  }
}
