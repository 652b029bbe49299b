package gangway.config;

import gangway.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lines of the configuration: sections in brackets, entries {@code key = value}, and comments
 * from {@code #} to the end of the line. A line can end with a carriage return, and the last line
 * need not end. A line cannot be continued, and no other file can be included.
 */
final class ConfigurationLines {
  private final List<Entry> entries = new ArrayList<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Integer> firstLines = new HashMap<>();

  /** Whether the lines are below the heading of a section, known or not. */
  private boolean belowHeading;

  private Optional<Section> section = Optional.empty();

  ConfigurationLines(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      read(i + 1, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
  }

  List<Entry> entries() {
    return entries;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  private void read(int number, String line) {
    OptionalInt hidden =
        line.codePoints()
            .filter(c -> (Text.isHidden(c) && c != '\t') || c == Text.REPLACEMENT)
            .findFirst();
    if (hidden.isPresent()) {
      mistake(
          number,
          "the line has the character %s, which a terminal does not show as itself; remove it"
              .formatted(Text.escaped(hidden.getAsInt())));
      return;
    }
    int comment = line.indexOf('#');
    String content = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (content.startsWith("[")) {
      heading(number, content);
    } else if (!content.isEmpty()) {
      entry(number, content);
    }
  }

  private void heading(int number, String content) {
    belowHeading = true;
    section = Optional.empty();
    if (!content.endsWith("]")) {
      mistake(number, "'%s' is no section: write its name in brackets".formatted(content));
      return;
    }
    String title = content.substring(1, content.length() - 1).strip();
    section = Section.of(title);
    if (section.isEmpty()) {
      mistake(
          number,
          "unknown section [%s]%s".formatted(title, Suggestion.of(title, Section.titles())));
      return;
    }
    once(number, "[" + title + "]", "section [%s]".formatted(title));
  }

  private void entry(int number, String content) {
    int equals = content.indexOf('=');
    if (equals < 0) {
      mistake(
          number,
          "'%s' is neither 'key = value' nor a [section]; comments begin with #"
              .formatted(content));
      return;
    }
    String key = content.substring(0, equals).strip();
    String value = content.substring(equals + 1).strip();
    if (!belowHeading) {
      mistake(
          number,
          "'%s' is above the first section; put it below [limits], [policies] or [groups]"
              .formatted(key));
    } else if (key.isEmpty()) {
      mistake(number, "'%s' has no key before the equals sign".formatted(content));
    } else if (value.isEmpty()) {
      mistake(
          number, "'%s' has no value; put a # before the line to use the default".formatted(key));
    } else if (section.isPresent()) {
      String title = section.get().title();
      if (once(number, title + "." + key, "'%s' in [%s]".formatted(key, title))) {
        entries.add(new Entry(number, title, key, value));
      }
    }
  }

  /** Notes where something is first; a mistake if it was there before. */
  private boolean once(int number, String id, String what) {
    Integer first = firstLines.putIfAbsent(id, number);
    if (first == null) {
      return true;
    }
    mistake(
        number,
        "%s occurs a second time, first in line %d; remove one of them".formatted(what, first));
    return false;
  }

  private void mistake(int number, String text) {
    mistakes.add(new Mistake(number, text));
  }
}
