package gangway.view;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts as {@code diff -u} writes it, without the lines that name the files.
 */
final class UnifiedDiff {
  /** Unchanged lines around a change. */
  private static final int CONTEXT = 3;

  /** Of two texts with no final line end, or one. */
  private static final String NO_LINE_END = "\\ No newline at end of file";

  private final List<LineEdits.Edit> edits;
  private final List<String> lines = new ArrayList<>();

  private UnifiedDiff(List<LineEdits.Edit> edits) {
    this.edits = edits;
  }

  /** The lines of the difference; empty if the texts are equal. */
  static List<String> of(String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    UnifiedDiff diff = new UnifiedDiff(LineEdits.of(lines(before), lines(after)));
    diff.hunks();
    return List.copyOf(diff.lines);
  }

  /** The lines with their ends, so that a missing end is a difference. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      end = end == 0 ? text.length() : end;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private void hunks() {
    int at = 0;
    int before = 0;
    int after = 0;
    while (at < edits.size()) {
      int change = nextChange(at);
      if (change == edits.size()) {
        return;
      }
      int start = Math.max(at, change - CONTEXT);
      before += start - at;
      after += start - at;
      int end = endOfHunk(change);
      hunk(start, end, before, after);
      before += count(start, end, '-');
      after += count(start, end, '+');
      at = end;
    }
  }

  private int nextChange(int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** A hunk ends when more lines are unchanged than two hunks have around their changes. */
  private int endOfHunk(int change) {
    int end = change;
    while (true) {
      while (end < edits.size() && edits.get(end).sign() != ' ') {
        end++;
      }
      int next = nextChange(end);
      if (next == edits.size() || next - end > 2 * CONTEXT) {
        return Math.min(edits.size(), end + CONTEXT);
      }
      end = next;
    }
  }

  /**
   * The lines of one of the texts.
   *
   * @param sign the sign of the lines that only this text has
   */
  private int count(int start, int end, char sign) {
    return (int)
        edits.subList(start, end).stream()
            .filter(edit -> edit.sign() == ' ' || edit.sign() == sign)
            .count();
  }

  private void hunk(int start, int end, int before, int after) {
    lines.add(
        "@@ -%s +%s @@"
            .formatted(
                range(before, count(start, end, '-')), range(after, count(start, end, '+'))));
    for (LineEdits.Edit edit : edits.subList(start, end)) {
      boolean complete = edit.line().endsWith("\n");
      String text = complete ? edit.line().substring(0, edit.line().length() - 1) : edit.line();
      lines.add(edit.sign() + text);
      if (!complete) {
        lines.add(NO_LINE_END);
      }
    }
  }

  /** A range of no line names the line before it. */
  private static String range(int before, int count) {
    int first = count == 0 ? before : before + 1;
    return count == 1 ? Integer.toString(first) : first + "," + count;
  }
}
