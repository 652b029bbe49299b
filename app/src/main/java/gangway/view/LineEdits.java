package gangway.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The fewest lines to remove and to add that make one text of another (E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations").
 */
final class LineEdits {
  /** Texts that differ more are shown as removed and added as a whole: time and memory grow. */
  private static final int MOST_EDITS = 1000;

  private LineEdits() {}

  /**
   * A line.
   *
   * @param sign {@code -} for a removed line, {@code +} for an added line, a blank for a line of
   *     both texts
   */
  record Edit(char sign, String line) {}

  /** The lines of both texts in order; the removed lines of a change come before the added ones. */
  static List<Edit> of(List<String> before, List<String> after) {
    int same = 0;
    int shorter = Math.min(before.size(), after.size());
    while (same < shorter && before.get(same).equals(after.get(same))) {
      same++;
    }
    int end = 0;
    while (end < shorter - same
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<Edit> edits = new ArrayList<>();
    before.subList(0, same).forEach(line -> edits.add(new Edit(' ', line)));
    edits.addAll(
        inOrder(
            between(
                before.subList(same, before.size() - end),
                after.subList(same, after.size() - end))));
    before
        .subList(before.size() - end, before.size())
        .forEach(line -> edits.add(new Edit(' ', line)));
    return edits;
  }

  private static List<Edit> between(List<String> before, List<String> after) {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(MOST_EDITS, before.size() + after.size());
    int[] reached = new int[2 * most + 3];
    for (int count = 0; count <= most; count++) {
      trace.add(reached.clone());
      for (int diagonal = -count; diagonal <= count; diagonal += 2) {
        int x = step(reached, most, count, diagonal);
        while (x < before.size()
            && x - diagonal < after.size()
            && before.get(x).equals(after.get(x - diagonal))) {
          x++;
        }
        reached[most + 1 + diagonal] = x;
        if (x >= before.size() && x - diagonal >= after.size()) {
          return back(before, after, trace, most);
        }
      }
    }
    List<Edit> all = new ArrayList<>();
    before.forEach(line -> all.add(new Edit('-', line)));
    after.forEach(line -> all.add(new Edit('+', line)));
    return all;
  }

  /** The number of lines of the first text after one more edit. */
  private static int step(int[] reached, int most, int count, int diagonal) {
    return adds(reached, most, count, diagonal)
        ? reached[most + 2 + diagonal]
        : reached[most + diagonal] + 1;
  }

  /** Whether the edit that leads to a diagonal adds a line. */
  private static boolean adds(int[] reached, int most, int count, int diagonal) {
    return diagonal == -count
        || (diagonal != count && reached[most + diagonal] < reached[most + 2 + diagonal]);
  }

  private static List<Edit> back(
      List<String> before, List<String> after, List<int[]> trace, int most) {
    Deque<Edit> edits = new ArrayDeque<>();
    int x = before.size();
    int y = after.size();
    for (int count = trace.size() - 1; count > 0; count--) {
      int[] reached = trace.get(count);
      int diagonal = x - y;
      int start = step(reached, most, count, diagonal);
      while (x > start) {
        x--;
        y--;
        edits.push(new Edit(' ', before.get(x)));
      }
      if (adds(reached, most, count, diagonal)) {
        y--;
        edits.push(new Edit('+', after.get(y)));
      } else {
        x--;
        edits.push(new Edit('-', before.get(x)));
      }
    }
    while (x > 0) {
      x--;
      edits.push(new Edit(' ', before.get(x)));
    }
    return List.copyOf(edits);
  }

  /** Of each change, first the removed lines, as {@code diff} writes them. */
  private static List<Edit> inOrder(List<Edit> edits) {
    List<Edit> ordered = new ArrayList<>();
    List<Edit> added = new ArrayList<>();
    for (Edit edit : edits) {
      switch (edit.sign()) {
        case '+' -> added.add(edit);
        case '-' -> ordered.add(edit);
        default -> {
          ordered.addAll(added);
          added.clear();
          ordered.add(edit);
        }
      }
    }
    ordered.addAll(added);
    return ordered;
  }
}
