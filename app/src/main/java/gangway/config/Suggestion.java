package gangway.config;

import gangway.pci.EditDistance;
import java.util.Locale;
import java.util.stream.Stream;

/** Suggests the name that a mistyped name may mean; capitals do not matter. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean '...'?}, or nothing if no known name is similar. */
  static String of(String text, Stream<String> known) {
    String lower = text.toLowerCase(Locale.ROOT);
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String name : known.toList()) {
      int distance = EditDistance.between(lower, name.toLowerCase(Locale.ROOT));
      if (distance < least && distance * 2 <= name.length()) {
        nearest = name;
        least = distance;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean '%s'?".formatted(nearest);
  }
}
