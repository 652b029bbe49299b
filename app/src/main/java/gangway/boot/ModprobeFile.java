package gangway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of modprobe's configuration. A changed copy differs only in the lines that had to change;
 * comments, order and spacing stay.
 *
 * @param text all of the file; lines that end in a backslash go on in the next (modprobe.d(5))
 */
record ModprobeFile(Path path, String text) {
  /** The last {@code hide=} of an options line wins, as for any parameter given twice. */
  private static final Pattern HIDE = Pattern.compile("(?<=\\s)\"?hide=(\"?)([^\\s\"]*)\"?");

  private static final Pattern PCIBACK_OPTIONS =
      Pattern.compile("\\s*options\\s+(?:xen[-_])?pciback(\\s.*)?", Pattern.DOTALL);

  /**
   * One statement of the file.
   *
   * @param line the number of its first line, from 1
   * @param text its lines, joined
   */
  record Statement(int line, String text) {

    /** The list of functions to hide, if the statement sets it. */
    Optional<HideList> hides() {
      if (!PCIBACK_OPTIONS.matcher(text).matches()) {
        return Optional.empty();
      }
      Optional<HideList> list = Optional.empty();
      for (Matcher match = HIDE.matcher(text); match.find(); ) {
        list = Optional.of(HideList.parse(match.group(2)));
      }
      return list;
    }

    /** The words, with dashes in module names as kmod sees them. */
    private List<String> words() {
      return List.of(text.strip().split("\\s+"));
    }

    /** Whether it makes pciback load before a driver's module. */
    boolean loadsPcibackFirst(String driverModule) {
      List<String> words = words();
      return words.size() > 2
          && (words.getFirst().equals("softdep") || words.getFirst().equals("install"))
          && same(words.get(1), driverModule)
          && words.stream().anyMatch(word -> isPciback(word.replaceFirst(";$", "")));
    }

    /** Whether it replaces what loading a driver's module does. */
    boolean installs(String driverModule) {
      List<String> words = words();
      return words.size() > 2
          && words.getFirst().equals("install")
          && same(words.get(1), driverModule);
    }

    private static boolean isPciback(String module) {
      return same(module, "xen-pciback") || module.equals("pciback");
    }

    private static boolean same(String module, String other) {
      return module.replace('-', '_').equals(other.replace('-', '_'));
    }
  }

  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder joined = new StringBuilder(lines.get(i));
      while (joined.toString().endsWith("\\") && i + 1 < lines.size()) {
        joined.setLength(joined.length() - 1);
        joined.append(lines.get(++i));
      }
      String statement = joined.toString();
      if (!statement.isBlank() && !statement.stripLeading().startsWith("#")) {
        statements.add(new Statement(first + 1, statement));
      }
    }
    return statements;
  }

  /**
   * A copy in which the statement at a line hides another list; without the list if it is empty.
   */
  ModprobeFile withHide(int line, HideList list) {
    List<String> lines = lines();
    for (int i = line - 1; i < lines.size(); i++) {
      Matcher match = HIDE.matcher(lines.get(i));
      int start = -1;
      int end = -1;
      while (match.find()) {
        start = match.start();
        end = match.end();
      }
      if (start >= 0) {
        String old = lines.get(i);
        if (list.isEmpty()) {
          String rest = old.substring(0, start).stripTrailing() + old.substring(end);
          boolean nothingLeft = rest.strip().split("\\s+").length <= 2 && !rest.endsWith("\\");
          if (nothingLeft) {
            lines.remove(i);
          } else {
            lines.set(i, rest);
          }
        } else {
          lines.set(i, old.substring(0, start) + "hide=" + list + old.substring(end));
        }
        return of(lines);
      }
    }
    throw new IllegalArgumentException(path + ":" + line + " hides nothing");
  }

  /** A copy with lines added at its end. */
  ModprobeFile withLines(List<String> added) {
    List<String> lines = lines();
    lines.addAll(added);
    return of(lines);
  }

  /** A copy without the lines that are exactly these. */
  ModprobeFile withoutLines(List<String> removed) {
    return of(lines().stream().filter(line -> !removed.contains(line)).toList());
  }

  /** Whether nothing but comments is left. */
  boolean saysNothing() {
    return statements().isEmpty();
  }

  private List<String> lines() {
    return new ArrayList<>(text.lines().toList());
  }

  private ModprobeFile of(List<String> lines) {
    return new ModprobeFile(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }
}
