package gangway.check;

import java.util.List;
import java.util.stream.Stream;

/** Formats lists for sentences and evidence; long lists end in the number of items left out. */
final class TextLists {
  /** The most items of a list that are shown. */
  static final int MAX_SHOWN = 6;

  private TextLists() {}

  /** {@code a, b and c}, or {@code a, b, c, d, e, f and 12 more}. */
  static String of(List<String> things) {
    int shown = Math.min(things.size(), MAX_SHOWN);
    boolean all = shown == things.size();
    if (all && shown < 2) {
      return String.join("", things);
    }
    int listed = all ? shown - 1 : shown;
    return String.join(", ", things.subList(0, listed))
        + " and "
        + (all ? things.getLast() : things.size() - shown + " more");
  }

  /** The first lines, and the number of lines left out. */
  static List<String> lines(List<String> lines, int most) {
    return lines.size() <= most
        ? lines
        : Stream.concat(
                lines.stream().limit(most), Stream.of("and " + (lines.size() - most) + " more"))
            .toList();
  }
}
