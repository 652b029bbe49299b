package gangway.machine.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the lines of folders start, byte by byte as {@link CaptureWriter} writes them: the kind, the
 * path, {@code "holds"} and its brace. Nearly all lines of a capture are such, and of most no more
 * than this is ever read. A start that differs in anything, or has a letter that JSON may write in
 * several ways, is left to the parser.
 */
final class FolderStart {
  private static final byte[] BEHIND = bytes("\",\"holds\":{");

  private final byte[] before;

  /**
   * @param kind the name of the line's first member
   */
  FolderStart(String kind) {
    before = bytes("{\"" + kind + "\":\"");
  }

  /** The folder's path, if the line starts so. */
  Optional<String> path(byte[] line) {
    int from = before.length;
    if (!hasAt(0, before, line)) {
      return Optional.empty();
    }
    int end = from;
    while (end < line.length && plain(line[end])) {
      end++;
    }
    return hasAt(end, BEHIND, line)
        ? Optional.of(new String(line, from, end - from, StandardCharsets.US_ASCII))
        : Optional.empty();
  }

  /** Whether a letter stands for itself, and the text goes on behind it. */
  private static boolean plain(byte letter) {
    return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\';
  }

  private static boolean hasAt(int at, byte[] wanted, byte[] line) {
    return at + wanted.length <= line.length
        && Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
