package gangway.check;

import java.util.List;
import java.util.stream.Stream;

/** Several things in a sentence: all of a few, and how many more there are of many. */
final class Several {
  /** As many as a person reads. */
  static final int MOST = 6;

  private Several() {}

  /** {@code a, b and c}, or {@code a, b, c, d, e, f and 12 more}. */
  static String of(List<String> things) {
    int shown = Math.min(things.size(), MOST);
    boolean all = shown == things.size();
    if (all && shown < 2) {
      return String.join("", things);
    }
    int listed = all ? shown - 1 : shown;
    return String.join(", ", things.subList(0, listed))
        + " and "
        + (all ? things.getLast() : things.size() - shown + " more");
  }

  /** The first lines, and how many more there would be. */
  static List<String> lines(List<String> lines, int most) {
    return lines.size() <= most
        ? lines
        : Stream.concat(
                lines.stream().limit(most), Stream.of("and " + (lines.size() - most) + " more"))
            .toList();
  }
}
