package gangway.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether users other than the trusted ones can change a file, or can put another file in
 * its place: they own the file or a folder on the way to it, or may write there.
 *
 * @param trusted the IDs of the trusted users: root's
 */
record OtherWriters(Set<Integer> trusted) {
  static final OtherWriters THAN_ROOT = new OtherWriters(Set.of(0));

  /** The number of symbolic links that Linux follows in one path. */
  private static final int MAX_LINKS = 40;

  // the bits of st_mode (inode(7)); a group that may write can have members other than root, and an
  // access control list with other users shows as a group that may write
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;
  private static final int FOLDER = 0040000;
  private static final int STICKY = 01000;
  private static final int WRITABLE = 0022;

  /** No owner, and all bits of a mode. */
  private static final int UNKNOWN = -1;

  OtherWriters {
    trusted = Set.copyOf(trusted);
  }

  /**
   * What other users can change, for the administrator; empty if only trusted users can change the
   * file. A missing file depends on its folders only.
   */
  Optional<String> of(Path file, Machine.StickyFolders sticky) {
    try {
      return walk(file, sticky);
    } catch (NoSuchFileException | NotDirectoryException missing) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the owner and mode of " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Goes the way of the kernel, one name after the other, because each link leads elsewhere. */
  private Optional<String> walk(Path file, Machine.StickyFolders sticky) throws IOException {
    Path root = Path.of("/");
    Deque<Path> left = new ArrayDeque<>();
    file.toAbsolutePath().forEach(left::add);
    Path at = root;
    Optional<String> found = of(at, attributes(at), sticky);
    int links = 0;
    while (found.isEmpty() && !left.isEmpty()) {
      Path name = left.pop();
      Path next = at.resolve(name);
      if (name.toString().equals("..")) {
        at = Optional.ofNullable(at.getParent()).orElse(root);
        continue;
      }
      Map<String, Object> is = attributes(next);
      found = of(next, is, sticky);
      if ((mode(is) & TYPE) != LINK) {
        at = next;
      } else if (links++ == MAX_LINKS) {
        throw new IOException("too many symbolic links");
      } else {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          left.push(target.getName(i));
        }
      }
    }
    return found;
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Map<String, Object> is) {
    return number(is, "mode");
  }

  /** An unknown owner is not trusted, and with an unknown mode others may write. */
  private static int number(Map<String, Object> is, String name) {
    return is.get(name) instanceof Integer number ? number : UNKNOWN;
  }

  private Optional<String> of(Path path, Map<String, Object> is, Machine.StickyFolders sticky) {
    int mode = mode(is);
    int owner = number(is, "uid");
    if (!trusted.contains(owner)) {
      return Optional.of("%s belongs to the user with the ID %d".formatted(path, owner));
    }
    boolean kept =
        sticky == Machine.StickyFolders.TRUSTED && (mode & TYPE) == FOLDER && (mode & STICKY) != 0;
    // the mode of a link means nothing
    return (mode & TYPE) == LINK || (mode & WRITABLE) == 0 || kept
        ? Optional.empty()
        : Optional.of(
            "%s has mode %04o, so users other than root may write to it"
                .formatted(path, mode & 07777));
  }
}
