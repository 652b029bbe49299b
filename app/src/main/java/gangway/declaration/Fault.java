package gangway.declaration;

import java.util.List;

/**
 * An error in a file.
 *
 * @param line the number of the line, from 1
 * @param text what is wrong, and what to write instead
 */
public record Fault(int line, String text) {

  /** Errors in the order of their lines. */
  public static List<Fault> sorted(List<Fault> faults) {
    return faults.stream()
        .sorted((one, other) -> Integer.compare(one.line(), other.line()))
        .toList();
  }

  @Override
  public String toString() {
    return "line " + line + ": " + text;
  }
}
