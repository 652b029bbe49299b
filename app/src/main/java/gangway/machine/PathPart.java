package gangway.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder, link or file on the way to a file, and who can write to it.
 *
 * @param owner the ID of the user that owns it
 * @param mode all bits of {@code st_mode} (inode(7)). An access control list with other users shows
 *     as a group that may write: the bits of the group are then the mask of the list (acl(5))
 */
record PathPart(Path path, int owner, int mode) {
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int FOLDER = 0040000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int STICKY = 01000;

  /** A group that may write can have members other than root. */
  private static final int WRITABLE = 0022;

  /** The group of block devices, disk, can write to every disk of the host anyway. */
  private static final int WRITABLE_DEVICE = 0002;

  /**
   * The rules here say what users may do as root. The folder belongs to the user of polkitd
   * (packages of Debian and Fedora), which could allow itself everything.
   */
  private static final Path POLKIT_RULES = Path.of("/etc/polkit-1/rules.d");

  /** No owner, and all bits of a mode: an unknown owner is not trusted. */
  private static final int UNKNOWN = -1;

  /** A line of {@code stat -c '%u %f %n'}: the user's ID, the mode in hexadecimal, the path. */
  private static final Pattern LINE = Pattern.compile("(\\d{1,9}) (\\p{XDigit}{1,7}) (/.*)");

  static PathPart of(Path path) throws IOException {
    Map<String, Object> is = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    return new PathPart(path, number(is, "uid"), number(is, "mode"));
  }

  private static int number(Map<String, Object> is, String name) {
    return is.get(name) instanceof Integer number ? number : UNKNOWN;
  }

  /** A line of {@code stat -c '%u %f %n'}; empty if the line has another form. */
  static Optional<PathPart> parse(String line) {
    Matcher parts = LINE.matcher(line);
    return parts.matches()
        ? Optional.of(
            new PathPart(
                Path.of(parts.group(3)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2), 16)))
        : Optional.empty();
  }

  boolean folder() {
    return (mode & TYPE) == FOLDER;
  }

  /** Whether the owner, if not root, can do everything that root can do anyway. */
  boolean ownedAsByRoot() {
    return folder() && path.equals(POLKIT_RULES);
  }

  /** Whether it is a folder in which users can delete only their own files. */
  boolean stickyFolder() {
    return folder() && (mode & STICKY) != 0;
  }

  /** Whether users other than its owner may write to it; the mode of a link means nothing. */
  boolean writableByOthers() {
    return switch (mode & TYPE) {
      case LINK -> false;
      case BLOCK_DEVICE -> (mode & WRITABLE_DEVICE) != 0;
      default -> (mode & WRITABLE) != 0;
    };
  }

  /** The mode as for chmod: {@code 0775}. */
  String permissions() {
    return "%04o".formatted(mode & 07777);
  }
}
