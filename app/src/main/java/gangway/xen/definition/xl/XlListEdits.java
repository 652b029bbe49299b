package gangway.xen.definition.xl;

import gangway.xen.definition.xl.XlConfig.Edit;
import gangway.xen.definition.xl.XlConfig.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The edits of a text that insert values into a list or remove them.
 *
 * <p>See docs/decisions/0012-edit-definitions-as-text.md.
 */
final class XlListEdits {
  private XlListEdits() {}

  /**
   * Inserts a value into lists that xl reads as one, after the last value that xl finds: xl ignores
   * everything after a nested list.
   */
  static Edit insertion(String text, List<Value.Items> lists, String literal) {
    for (Value.Items list : lists) {
      for (Value value : list.values()) {
        if (value instanceof Value.Items) {
          return new Edit(value.start(), value.start(), literal + ", ");
        }
      }
    }
    Value.Items last = lists.getLast();
    if (!last.values().isEmpty()) {
      int end = last.values().getLast().end();
      return new Edit(end, end, ", " + literal);
    }
    int inside = last.start() + 1;
    String blank = text.charAt(inside) == ']' ? " " : "";
    return new Edit(inside, inside, " " + literal + blank);
  }

  /** Removes values from a list, each with a comma, and keeps the comments on the other values. */
  static List<Edit> removal(String text, List<Value> values, Set<Value> gone) {
    List<Edit> edits = new ArrayList<>();
    int kept = values.size();
    while (gone.contains(values.get(kept - 1))) {
      kept--;
    }
    for (int i = 0; i < kept; i++) {
      if (gone.contains(values.get(i))) {
        edits.add(new Edit(values.get(i).start(), values.get(i + 1).start(), ""));
      }
    }
    if (kept < values.size()) {
      int before = values.get(kept - 1).end();
      int start = values.get(kept).start();
      int end = values.getLast().end();
      edits.add(
          text.substring(before, start).contains("#")
              ? new Edit(start, behindComma(text, end), "")
              : new Edit(before, end, ""));
    }
    return edits;
  }

  /** The position after a value and its comma, if it has one. */
  private static int behindComma(String text, int end) {
    int at = end;
    while (" \t\n#".indexOf(text.charAt(at)) >= 0) {
      at = text.charAt(at) == '#' ? text.indexOf('\n', at) : at + 1;
    }
    return text.charAt(at) == ',' ? at + 1 : end;
  }
}
