package gangway.toolstack;

import gangway.toolstack.XlConfig.Assignment;
import gangway.toolstack.XlConfig.Value;
import gangway.toolstack.XlConfigLexer.Kind;
import gangway.toolstack.XlConfigLexer.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the grammar of xl's configuration files (tools/libs/util/libxlu_cfg_y.y in Xen's sources):
 * assignments that end in a line end or {@code ;}, of strings, numbers, or lists of them over any
 * number of lines.
 */
final class XlConfigParser {
  /**
   * So many symbols of the grammar may be open at once: xl's parser is bison's, whose stack ends
   * there ({@code YYMAXDEPTH}, less its first state).
   */
  private static final int MOST_SYMBOLS = 9_998;

  /** Those of a statement before its value: all statements so far, the key, and the operator. */
  private static final int BEFORE_A_VALUE = 3;

  /** Those of a value in a list, or of a list's end: itself, and line ends or its bracket. */
  private static final int A_VALUE = 2;

  private final XlConfigLexer lexer;
  private final Map<String, Boolean> lists = new HashMap<>();
  private Word word = new Word(Kind.END, "", 0, 0);

  XlConfigParser(String text) {
    lexer = new XlConfigLexer(text);
  }

  /** What was read; and where the text ends that xl reads. */
  record Statements(List<Assignment> assignments, int end) {}

  Statements parse() throws NotXl {
    try {
      return statements();
    } catch (NotXl e) {
      throw new NotXl("line %d: %s".formatted(lexer.line(), e.getMessage()));
    }
  }

  private Statements statements() throws NotXl {
    List<Assignment> assignments = new ArrayList<>();
    word = lexer.next();
    while (word.kind() != Kind.END) {
      if (!endsStatement()) {
        assignments.add(assignment());
      }
      if (word.kind() != Kind.END) {
        require(endsStatement(), "a statement ends");
        word = lexer.next();
      }
    }
    return new Statements(List.copyOf(assignments), word.start());
  }

  private boolean endsStatement() {
    return word.kind() == Kind.NEW_LINE || word.kind() == Kind.SEMICOLON;
  }

  private Assignment assignment() throws NotXl {
    Word key = word;
    require(key.kind() == Kind.NAME, "a statement begins");
    word = lexer.next();
    boolean adds = word.kind() == Kind.ADDS;
    require(adds || word.kind() == Kind.ASSIGNS, "= or += is to be");
    word = lexer.next();
    Value value = value();
    boolean list = value instanceof Value.Items;
    Boolean earlier = lists.put(key.content(), list);
    if (adds && earlier != null && earlier != list) {
      throw new NotXl(
          "%s += adds a list to a string, or a string to a list"
              .formatted(shortened(key.content())));
    }
    return new Assignment(key.content(), adds, value, key.start(), value.end());
  }

  /** A string, a number, or a list with all in it; not by recursion, since xl takes thousands. */
  private Value value() throws NotXl {
    OpenLists open = new OpenLists();
    while (true) {
      Value value;
      if (word.kind() == Kind.OPENING) {
        open.begin(word.start());
        nextInList();
        if (word.kind() != Kind.CLOSING) {
          continue;
        }
        value = open.end(word.end());
      } else {
        require(word.kind() == Kind.STRING || word.kind() == Kind.NUMBER, "a value is to be");
        value = new Value.Atom(word.content(), word.start(), word.end());
      }
      while (open.any()) {
        nextInList();
        open.add(value);
        if (word.kind() == Kind.COMMA) {
          nextInList();
          if (word.kind() != Kind.CLOSING) {
            break;
          }
        }
        require(word.kind() == Kind.CLOSING, "a list goes on or ends");
        value = open.end(word.end());
      }
      if (!open.any()) {
        word = lexer.next();
        return value;
      }
    }
  }

  /** The next word of a list, in which line ends mean nothing. */
  private void nextInList() throws NotXl {
    do {
      word = lexer.next();
    } while (word.kind() == Kind.NEW_LINE);
  }

  /** Lists that are not closed yet, the innermost first. */
  private static final class OpenLists {
    private final Deque<Open> lists = new ArrayDeque<>();
    private int symbols = BEFORE_A_VALUE;

    private record Open(int start, List<Value> values) {
      /** Its bracket and line ends; and values, a comma and line ends. */
      int symbols() {
        return values.isEmpty() ? 2 : 5;
      }
    }

    boolean any() {
      return !lists.isEmpty();
    }

    void begin(int start) throws NotXl {
      lists.push(new Open(start, new ArrayList<>()));
      symbols += lists.element().symbols();
      bound();
    }

    private void bound() throws NotXl {
      if (symbols + A_VALUE > MOST_SYMBOLS) {
        throw new NotXl("its lists are nested too deeply");
      }
    }

    void add(Value value) throws NotXl {
      bound();
      Open list = lists.element();
      symbols -= list.symbols();
      list.values().add(value);
      symbols += list.symbols();
    }

    Value end(int end) {
      Open list = lists.pop();
      symbols -= list.symbols();
      return new Value.Items(List.copyOf(list.values()), list.start(), end);
    }
  }

  private void require(boolean holds, String where) throws NotXl {
    if (!holds) {
      throw new NotXl(
          switch (word.kind()) {
            case END -> "the file ends where " + where;
            case NEW_LINE -> "the line ends where " + where;
            case STRING -> "a string stands where " + where;
            default -> "'%s' stands where %s".formatted(shortened(word.content()), where);
          });
    }
  }

  private static String shortened(String word) {
    return word.length() > 40 ? word.substring(0, 40) + "..." : word;
  }
}
