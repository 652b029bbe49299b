package gangway.cli;

import java.util.List;

/** Lines of name and value, in two columns. */
record Facts(Console console) {
  private static final int WIDTH = 20;

  void print(String name, String value) {
    console.line("  " + name + " ".repeat(Math.max(1, WIDTH - name.length())) + value);
  }

  /** Several values of one name, one line for each. */
  void print(String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      print(i == 0 ? name : "", values.get(i));
    }
  }
}
