package gangway.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splits parameters as the kernel does ({@code next_arg} in lib/cmdline.c): blanks inside double
 * quotes belong to the parameter, and the quotes around a value or a whole parameter are removed.
 * Single quotes have no meaning. kmod passes its options and the parameters of the kernel command
 * line on to the same function.
 */
final class KernelParameters {
  private KernelParameters() {}

  /**
   * One parameter.
   *
   * @param value the text after the first {@code =}; empty without a {@code =}
   */
  record Parameter(String name, Optional<String> value) {
    /** Whether it can be the rest of a list that a blank cut off: it starts with a parenthesis. */
    boolean looksLikeGroup() {
      return name.startsWith("(") && value.isEmpty();
    }
  }

  static List<Parameter> of(String text) {
    return words(text).map(KernelParameters::parameter).toList();
  }

  /** The parameters as they are written. */
  static Stream<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = end(text, at);
      words.add(text.substring(at, end));
      at = end;
    }
    return words.stream();
  }

  /** The first blank outside quotes. */
  private static int end(String text, int from) {
    boolean quoted = false;
    int at = from;
    while (at < text.length() && (quoted || !Character.isWhitespace(text.charAt(at)))) {
      quoted ^= text.charAt(at) == '"';
      at++;
    }
    return at;
  }

  /** A parameter of one word, without the quotes around the word or around the value. */
  static Parameter parameter(String word) {
    String whole = word.startsWith("\"") ? unquoted(word) : word;
    int equals = whole.indexOf('=');
    if (equals <= 0) {
      return new Parameter(whole, Optional.empty());
    }
    String value = whole.substring(equals + 1);
    return new Parameter(
        whole.substring(0, equals), Optional.of(value.startsWith("\"") ? unquoted(value) : value));
  }

  /** The text without its first quote, and without a quote at its end. */
  private static String unquoted(String text) {
    String rest = text.substring(1);
    return rest.endsWith("\"") ? rest.substring(0, rest.length() - 1) : rest;
  }
}
