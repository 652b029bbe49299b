package gangway.declaration;

import java.util.List;
import java.util.Set;

/** A part of a YAML document, with the number of its first line, from 1. */
sealed interface YamlNode {
  int line();

  /**
   * A text, a number or nothing.
   *
   * @param plain whether it is written without quotes
   */
  record Scalar(String text, boolean plain, int line) implements YamlNode {
    /** What YAML 1.2 reads as nothing. */
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    boolean nothing() {
      return plain && NOTHING.contains(text);
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values, in the order of the file; a key can be there several times. */
  record Mapping(List<Member> members, int line) implements YamlNode {
    public Mapping {
      members = List.copyOf(members);
    }
  }

  /** A key and its value. */
  record Member(YamlNode key, YamlNode value) {}

  /** A reference to another part of the document, which Gangway does not follow. */
  record Reference(int line) implements YamlNode {}
}
