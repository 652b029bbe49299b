package gangway.machine;

import gangway.Problem;
import gangway.Text;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A machine for reading. No method changes the machine.
 *
 * <p>Paths are absolute paths on that machine. A file that does not exist, or disappears during the
 * read, gives an empty result. A file that exists, or may exist, and cannot be read gives a {@link
 * Problem} of kind REFUSED: the permission is missing, the disk has errors, or too many files are
 * open.
 */
public interface Machine {

  /** Time on this machine. */
  Clock clock();

  /** How long to wait on this machine; a copy of a host has the standard limits. */
  default Duration limit(Limit limit) {
    return limit.standard();
  }

  /** A file's text (UTF-8; other bytes, and NUL, are replaced). */
  default Optional<String> read(Path file) {
    return readBytes(file).map(Text::of);
  }

  /** A file's text with its invalid bytes preserved by {@link Text#exact}. */
  default Optional<String> exact(Path file) {
    return readBytes(file).map(Text::exact);
  }

  /**
   * Tells that the text of a file that was read cannot be parsed. A record of the answers must then
   * not have the text: secrets are found only in text that can be parsed.
   *
   * @param standIn what the record gets instead
   */
  default void unparsable(Path file, String standIn) {}

  /** A file's lines; empty if the file does not exist. */
  default List<String> lines(Path file) {
    return read(file).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** A file's content as a number; empty if it is not a number. */
  default OptionalInt number(Path file) {
    return read(file).map(Text::number).orElse(OptionalInt.empty());
  }

  /** A file's bytes. */
  Optional<byte[]> readBytes(Path file);

  /** Opens a file that is too large to be read as a whole; empty also for a capture. */
  default Optional<SeekableByteChannel> open(Path file) {
    return Optional.empty();
  }

  /** The names in a folder, sorted; empty if the folder does not exist. */
  List<String> list(Path folder);

  /** The last name in a symbolic link's target: {@code e1000e} for {@code …/driver}. */
  Optional<String> linkName(Path link);

  /** The path with all symbolic links resolved, if it exists. */
  Optional<Path> real(Path path);

  boolean exists(Path path);

  /**
   * When a file was last changed; nothing if there is no such file.
   *
   * @throws Problem of kind REFUSED if only parts of the machine are known, and not this one
   */
  Optional<Instant> modified(Path file);

  /**
   * The regular files at and below a path, sorted. Links to files count; links to folders are not
   * followed, except where the path itself is one.
   *
   * @throws Problem of kind REFUSED if a folder may not be read, if there is too much to look
   *     through, or if only parts of the machine are known
   */
  List<Path> filesBelow(Path start);

  /** Runs a read-only command; empty if its program is not installed. */
  Optional<Result> ask(Command command);

  /** The output of a read-only command, if its program is installed and succeeds. */
  default Optional<String> told(Command command) {
    return ask(command).filter(Result::ok).map(Result::out);
  }

  /** The output of a read-only command that may hang; empty also if it did not end in time. */
  default Optional<String> toldInTime(Command command) {
    try {
      return told(command);
    } catch (Problem didNotAnswer) {
      return Optional.empty();
    }
  }

  /** XenStore, if this machine runs it. */
  Optional<XenStore> xenStore();

  /**
   * The SSH connection of this session, from sshd's variable {@code SSH_CONNECTION}: the client's
   * address and port, then this machine's (ssh(1)).
   */
  Optional<String> sshConnection();

  /**
   * The nodes below {@code /dev} that processes have open, with the names of these processes. On
   * the local machine the names of the nodes are the kernel's, also if a process opened a node by
   * another name; in a folder they are those by which the processes opened the nodes.
   */
  SortedMap<Path, SortedSet<String>> openDevices();

  /**
   * The names of the processes that have sockets open. The search through all processes takes
   * milliseconds, so callers ask only for sockets that matter.
   *
   * @param inodes the numbers of the sockets, as in {@code /proc/net/tcp}; none is zero
   * @return for each number the names of at least one of the processes; no name if none of the
   *     processes in {@code /proc} has the socket, as with the sockets of the kernel
   * @throws Problem of kind REFUSED if some processes cannot be examined, or if only parts of the
   *     machine are known
   */
  SortedMap<String, SortedSet<String>> socketHolders(SortedSet<String> inodes);

  /** What a folder in which users can delete only their own files (mode 1777) is good for. */
  enum StickyFolders {
    /** An existing file of root's in it stays, so it can be used now. */
    TRUSTED,
    /**
     * An existing file of root's in it stays, so it can be written now. A missing file cannot:
     * every user can create the file, or a link to another file, a moment before.
     */
    TRUSTED_IF_FILE_EXISTS,
    /** A file in it cannot be used later by its path: root may have deleted it by then. */
    DISTRUSTED
  }

  /**
   * What a user other than root can change so that a path leads to another content: the file, or a
   * folder or link on the way to it. A missing file depends on its folders only.
   *
   * @return a text for the administrator; empty if only root can change anything, and for a copy of
   *     a host (a folder or a capture), which belongs to the user that made the copy
   */
  default Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return Optional.empty();
  }

  /** Whether this process is root, so that it can read everything. */
  boolean root();
}
