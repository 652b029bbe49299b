package gangway.pci;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares texts by their distance: the fewest characters to add, delete or change (Levenshtein).
 */
public final class EditDistance {
  private EditDistance() {}

  /** The distance of two texts. */
  public static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** The most similar of the known texts, if it has anything in common with this one. */
  public static Optional<String> nearest(String text, Stream<String> known) {
    return known
        .filter(candidate -> between(text, candidate) < Math.max(text.length(), candidate.length()))
        .sorted()
        .min((a, b) -> Integer.compare(between(text, a), between(text, b)));
  }
}
