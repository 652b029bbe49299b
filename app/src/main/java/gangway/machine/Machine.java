package gangway.machine;

import gangway.Problem;
import gangway.Text;
import gangway.xenstore.XenStore;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A machine as it can be looked at. Nothing here changes it.
 *
 * <p>Paths are absolute, as the machine itself names them. What is not there, or vanishes while it
 * is read, is nothing; what is there and may not be read is a {@link Problem}.
 */
public interface Machine {

  /** Time on this machine. */
  Clock clock();

  /** A file's text (UTF-8; other bytes, and NUL, are replaced). */
  default Optional<String> read(Path file) {
    return readBytes(file).map(Text::of);
  }

  /** A file's text with all that is no text in it, as {@link Text#exact} keeps it. */
  default Optional<String> exact(Path file) {
    return readBytes(file).map(Text::exact);
  }

  /** A file's lines; none if it is not there. */
  default List<String> lines(Path file) {
    return read(file).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** The number that is all a file has; nothing if it has something else. */
  default OptionalInt number(Path file) {
    return read(file).map(Text::number).orElse(OptionalInt.empty());
  }

  /** A file's bytes. */
  Optional<byte[]> readBytes(Path file);

  /**
   * A file that is too large to be read as a whole; nothing, too, where a machine's files are only
   * told of.
   */
  default Optional<SeekableByteChannel> open(Path file) {
    return Optional.empty();
  }

  /** The names in a folder, sorted; empty if there is no such folder. */
  List<String> list(Path folder);

  /** The name a symbolic link ends in: {@code e1000e} for {@code …/driver}. */
  Optional<String> linkName(Path link);

  /** The path behind all symbolic links, if it exists. */
  Optional<Path> real(Path path);

  boolean exists(Path path);

  /**
   * When a file was last changed; nothing if there is no such file.
   *
   * @throws Problem of kind REFUSED if only parts of the machine are known, and this is none
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

  /** Runs a command that only tells; nothing if its program is not on this machine. */
  Optional<Result> ask(Command command);

  /** What a command that only tells printed, if its program is here and succeeded. */
  default Optional<String> told(Command command) {
    return ask(command).filter(Result::ok).map(Result::out);
  }

  /** The same of one that may hang, on what it is asked about; nothing, too, if it did. */
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
   * The SSH connection one has come in by, as sshd tells it in {@code SSH_CONNECTION}: the client's
   * address and port, then this machine's (ssh(1)).
   */
  Optional<String> sshConnection();

  /** The nodes below {@code /dev} that processes have open, with those processes' names. */
  SortedMap<Path, SortedSet<String>> openDevices();

  /** Whether one is root here, and so sees everything. */
  boolean root();
}
