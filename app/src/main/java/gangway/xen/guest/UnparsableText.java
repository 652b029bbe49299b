package gangway.xen.guest;

import java.util.Optional;

/**
 * What a capture has instead of a definition that cannot be parsed: only the reason, because nobody
 * can tell secrets from the rest of such a text. A reader of the capture reports the same reason.
 */
final class UnparsableText {
  private static final String BEGIN =
      "# gangway: this capture does not have the definition, which cannot be parsed: ";

  private UnparsableText() {}

  /** The text for a capture. */
  static String of(String reason) {
    return BEGIN + reason.lines().findFirst().orElse("") + "\n";
  }

  /** The reason, if a text is such a text. */
  static Optional<String> reason(String text) {
    return text.startsWith(BEGIN)
        ? text.substring(BEGIN.length()).lines().findFirst()
        : Optional.empty();
  }
}
