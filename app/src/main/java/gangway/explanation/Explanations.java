package gangway.explanation;

import gangway.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The explanations of all codes that the program can report, from the file {@code findings.txt},
 * whose first lines describe its format. Only the commands that print explanations read the file.
 */
public record Explanations(List<Explanation> all) {
  private static final String FILE = "findings.txt";
  private static final String SECTION = "== ";
  private static final Pattern FIELD = Pattern.compile("([a-z]+): (.*)");

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
      Matcher field = FIELD.matcher(line);
      if (line.startsWith(" ") && !last.isEmpty()) {
        fields.merge(last, line.strip(), (begin, end) -> begin + " " + end);
        return true;
      }
      if (!field.matches()) {
        return false;
      }
      last = field.group(1);
      fields.put(last, field.group(2).strip());
      return true;
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
