package gangway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The first and the last lines of a text from outside. What a command prints can have millions of
 * lines or one line of many megabytes, because a guest or another host can choose the text.
 */
public final class Excerpt {
  private static final int FIRST_LINES = 50;
  private static final int LAST_LINES = 50;
  private static final int MAX_CHARACTERS = 600;

  private Excerpt() {}

  /** At most 101 lines of at most 600 characters; a line tells how many lines are omitted. */
  public static List<String> of(Iterator<String> lines) {
    List<String> excerpt = new ArrayList<>();
    while (lines.hasNext() && excerpt.size() < FIRST_LINES) {
      excerpt.add(cut(lines.next()));
    }
    Deque<String> last = new ArrayDeque<>();
    long omitted = 0;
    while (lines.hasNext()) {
      if (last.size() == LAST_LINES) {
        last.removeFirst();
        omitted++;
      }
      last.addLast(cut(lines.next()));
    }
    if (omitted > 0) {
      excerpt.add("[%s lines omitted]".formatted(omitted));
    }
    excerpt.addAll(last);
    return excerpt;
  }

  /** The beginning and the end of a line. */
  private static String cut(String line) {
    if (line.length() <= MAX_CHARACTERS) {
      return line;
    }
    int half = MAX_CHARACTERS / 2 - 20;
    return "%s [%s characters omitted] %s"
        .formatted(
            line.substring(0, half),
            line.length() - 2 * half,
            line.substring(line.length() - half));
  }
}
