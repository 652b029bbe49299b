package gangway.cli;

import java.util.ArrayList;
import java.util.List;

/** A table. Each column is as wide as its widest cell; the last column can have any width. */
final class Table {
  private static final int GAP = 2;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(Console console) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        line.append(cell);
        if (i < columns - 1) {
          line.repeat(' ', widths[i] + GAP - cell.length());
        }
      }
      console.line(r == 0 ? Style.BOLD : Style.PLAIN, line.toString().stripTrailing());
    }
  }
}
