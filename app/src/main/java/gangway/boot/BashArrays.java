package gangway.boot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arrays that settings in the language of bash assign: {@code MODULES=(a b)} and {@code
 * MODULES+=(c)}. Commands and {@code $NAME} are not followed.
 *
 * @param words the words of each array
 * @param texts the variables that are set to a text that is not empty; bash makes that text the
 *     first word if a later line adds an array
 */
record BashArrays(Map<String, List<String>> words, Set<String> texts) {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?m)^[ \t]*([A-Za-z_][A-Za-z0-9_]*)(\\+?)=");
  private static final Pattern WORD =
      Pattern.compile("#[^\n]*|(?<word>(?:'[^']*'|\"[^\"]*\"|[^\\s()'\"#][^\\s()'\"]*)+)");

  BashArrays {
    words = Map.copyOf(words);
    texts = Set.copyOf(texts);
  }

  /**
   * Reads settings.
   *
   * @param files their texts, in the order in which bash reads them
   */
  static BashArrays of(Collection<String> files) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    Set<String> texts = new LinkedHashSet<>();
    for (String text : files) {
      Matcher assignment = ASSIGNMENT.matcher(text);
      while (assignment.find()) {
        String name = assignment.group(1);
        if (assignment.group(2).isEmpty()) {
          words.remove(name);
          texts.remove(name);
        }
        if (text.startsWith("(", assignment.end())) {
          words
              .computeIfAbsent(name, _ -> new ArrayList<>())
              .addAll(array(text, assignment.end() + 1));
        } else {
          texts.add(name);
        }
      }
    }
    return new BashArrays(words, texts);
  }

  /** The words up to the closing parenthesis. */
  private static List<String> array(String text, int from) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    int at = from;
    while (at < text.length() && text.charAt(at) != ')') {
      if (word.region(at, text.length()).lookingAt()) {
        if (word.group("word") != null) {
          words.add(word.group("word").replaceAll("['\"]", ""));
        }
        at = word.end();
      } else {
        at++;
      }
    }
    return words;
  }

  List<String> of(String name) {
    return words.getOrDefault(name, List.of());
  }
}
