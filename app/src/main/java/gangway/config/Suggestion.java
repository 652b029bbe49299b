package gangway.config;

import gangway.pci.EditDistance;
import java.util.Locale;
import java.util.stream.Stream;

/** Suggests the name that a mistyped name may mean. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean '...'?}, or nothing if no known name is similar. */
  static String of(String text, Stream<String> known) {
    String lower = text.toLowerCase(Locale.ROOT);
    return EditDistance.nearest(
            lower,
            known.filter(name ->
                EditDistance.between(lower, name.toLowerCase(Locale.ROOT)) * 2 <= name.length()))
        .map("; did you mean '%s'?"::formatted)
        .orElse("");
  }
}
