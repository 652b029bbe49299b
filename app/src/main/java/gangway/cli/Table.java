package gangway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A table. Each column is as wide as its widest cell; the last column can have any width. */
final class Table {
  private static final int GAP = 2;
  private static final String CUT = "...";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(Console console) {
    print(console, OptionalInt.empty());
  }

  /**
   * Prints the table so that its lines fit a terminal: the last cell of a line that is too long is
   * shortened, except for an end in brackets, such as {@code [8086:10d3]}.
   */
  void printFitting(Console console) {
    print(console, console.width());
  }

  private void print(Console console, OptionalInt most) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        String cell = rows.get(r).get(i);
        line.append(cell).repeat(' ', widths[i] + GAP - cell.length());
      }
      String last = rows.get(r).get(columns - 1);
      line.append(most.isPresent() ? shortened(last, most.getAsInt() - line.length()) : last);
      console.line(r == 0 ? Style.BOLD : Style.PLAIN, line.toString().stripTrailing());
    }
  }

  /** The text in at most this many characters, if its end in brackets leaves space for a name. */
  private static String shortened(String text, int most) {
    int bracket = text.endsWith("]") ? text.lastIndexOf(" [") : -1;
    String end = bracket < 0 ? "" : text.substring(bracket);
    int name = most - CUT.length() - end.length();
    return text.length() <= most || name < 1
        ? text
        : text.substring(0, name).stripTrailing() + CUT + end;
  }
}
