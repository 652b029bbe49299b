package gangway.explanation;

import gangway.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The explanations of all codes that the program can report, from the file {@code findings.txt},
 * whose first lines describe its format. Only the commands that print explanations read the file.
 */
public record Explanations(List<Explanation> all) {
  private static final String FILE = "findings.txt";
  private static final String SECTION = "== ";
  private static final String AFTER_NAME = ": ";

  public Explanations {
    all = List.copyOf(all);
  }

  /** Those of the program, in the order of the file. */
  public static Explanations read() {
    return parse(Resource.text(Explanations.class, FILE));
  }

  /**
   * Those of a text in the format of the file.
   *
   * @throws IllegalArgumentException if an explanation is not complete
   */
  static Explanations parse(String text) {
    List<Explanation> all = new ArrayList<>();
    Draft draft = new Draft("", "");
    String section = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (line.startsWith(SECTION)) {
        section = line.substring(SECTION.length());
      } else if (!draft.add(line)) {
        draft.complete().ifPresent(all::add);
        draft = new Draft(section, line);
      }
    }
    draft.complete().ifPresent(all::add);
    return new Explanations(all);
  }

  /** The explanation of a code, if there is such a code. */
  public Optional<Explanation> of(String code) {
    return all.stream().filter(one -> one.code().equals(code)).findFirst();
  }

  /** An explanation whose lines are being read. */
  private static final class Draft {
    private final String section;
    private final String code;
    private final Map<String, String> fields = new HashMap<>();
    private String last = "";

    Draft(String section, String code) {
      this.section = section;
      this.code = code;
    }

    /** Adds a line; {@code false} if the line is the code of the next explanation. */
    boolean add(String line) {
      if (line.startsWith(" ") && !last.isEmpty()) {
        fields.merge(last, line.strip(), (begin, end) -> begin + " " + end);
        return true;
      }
      // without a regular expression, which would take most of the time of a completion
      int end = nameEnd(line);
      if (end == 0 || !line.startsWith(AFTER_NAME, end)) {
        return false;
      }
      last = line.substring(0, end);
      fields.put(last, line.substring(end + AFTER_NAME.length()).strip());
      return true;
    }

    /** The number of small letters at the beginning of a line. */
    private static int nameEnd(String line) {
      int end = 0;
      while (end < line.length() && line.charAt(end) >= 'a' && line.charAt(end) <= 'z') {
        end++;
      }
      return end;
    }

    Optional<Explanation> complete() {
      return code.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Explanation(
                  section,
                  code,
                  Optional.ofNullable(fields.get("blocks")),
                  Optional.ofNullable(fields.get("doctor")),
                  field("meaning"),
                  field("cause"),
                  field("fix"),
                  field("risk")));
    }

    private String field(String name) {
      String text = fields.get(name);
      if (text == null) {
        throw new IllegalArgumentException("%s has no line '%s: '".formatted(code, name));
      }
      return text;
    }
  }
}
