package gangway.cli;

import java.util.List;

/** Lines of a name and what is known of it, in two columns. */
record Facts(Console console) {
  private static final int WIDTH = 20;

  void print(String name, String value) {
    console.line("  " + name + " ".repeat(Math.max(1, WIDTH - name.length())) + value);
  }

  /** Several values of one name, a line each. */
  void print(String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      print(i == 0 ? name : "", values.get(i));
    }
  }
}
