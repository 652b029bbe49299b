package gangway.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line in the settings of GRUB as GRUB's own scripts do: quotes of both kinds
 * anywhere in a word are removed, and so are backslashes outside single quotes
 * (grub-core/script/yylex.l). GRUB writes a word with blanks in double quotes, so that the kernel
 * reads it as one parameter.
 */
final class GrubWords {
  /** What a backslash escapes inside double quotes. */
  private static final String ESCAPED_IN_QUOTES = "$\"\\";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private GrubWords(String text) {
    this.text = text;
  }

  static List<String> of(String text) {
    return new GrubWords(text).split();
  }

  private List<String> split() {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes =
          c == '\\'
              && i + 1 < text.length()
              && (quote == 0
                  || (quote == '"' && ESCAPED_IN_QUOTES.indexOf(text.charAt(i + 1)) >= 0));
      if (escapes) {
        add(text.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (c == quote && quote != 0) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        end();
      } else {
        add(c);
      }
    }
    end();
    return words;
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
    }
    word.setLength(0);
    inWord = false;
  }
}
