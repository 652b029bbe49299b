package gangway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of modprobe's configuration. A changed copy differs only in the necessary lines; comments,
 * order and spacing stay.
 *
 * @param text the whole file; a line that ends in a backslash continues on the next one
 *     (modprobe.d(5))
 */
record ModprobeFile(Path path, String text) {
  /**
   * A {@code hide=} parameter; its value may span lines, and quotes may surround the value or the
   * whole parameter. If it is given twice, the last one takes effect.
   */
  private static final String HIDE_PARAMETER =
      "(?<=\\s)(?:\"hide=(?<all>[^\"]*)\"|hide=\"(?<value>[^\"]*)\""
          + "|hide=(?<bare>(?:\\\\\n(?!\\s)|\\\\(?!\n)|[^\\s\"\\\\]++)*))";

  private static final Pattern HIDE = Pattern.compile(HIDE_PARAMETER);
  private static final Pattern GAP_AND_HIDE = Pattern.compile("[ \t]*" + HIDE_PARAMETER);

  /** Line continuations at the end that lead to an empty line. */
  private static final Pattern DANGLING = Pattern.compile("(?:[ \t]*\\\\\n[ \t]*)+$");

  private static final Pattern PCIBACK_OPTIONS =
      Pattern.compile("\\s*options\\s+(?:xen[-_])?pciback(\\s.*)?", Pattern.DOTALL);

  /**
   * One statement of the file.
   *
   * @param line the number of its first line, from 1
   * @param last the number of its last line
   * @param text its lines, joined
   */
  record Statement(int line, int last, String text) {

    /** The list of functions to hide, if the statement sets it. */
    Optional<HideList> hides() {
      return parameters()
          .filter(parameter -> parameter.name().equals("hide"))
          .flatMap(parameter -> parameter.value().stream())
          .reduce((first, second) -> second)
          .map(HideList::parse);
    }

    /** Words that a blank outside quotes cuts off from the list; the kernel ignores them. */
    List<String> cutOff() {
      return parameters()
          .filter(KernelParameters.Parameter::looksLikeGroup)
          .map(KernelParameters.Parameter::name)
          .toList();
    }

    /** Whether it is an options line that calls pciback's module by its old name. */
    boolean namesPcibackAsOfOld() {
      return words().size() > 1 && ModuleNames.isOldPciback(words().get(1));
    }

    /** The parameters of pciback, if it is an options line for pciback. */
    private Stream<KernelParameters.Parameter> parameters() {
      Matcher options = PCIBACK_OPTIONS.matcher(text);
      return options.matches() && options.group(1) != null
          ? KernelParameters.of(options.group(1)).stream()
          : Stream.empty();
    }

    /** The module that a blacklist line names. */
    Optional<String> blacklists() {
      return Optional.of(words())
          .filter(words -> words.size() > 1 && words.getFirst().equals("blacklist"))
          .map(words -> words.get(1));
    }

    /** The words of the statement. */
    private List<String> words() {
      return List.of(text.strip().split("\\s+"));
    }

    /** Whether it makes pciback, by any of its names, load before a driver's module. */
    boolean loadsPcibackFirst(String driverModule) {
      return loadsFirst(
          driverModule, name -> ModuleNames.isPciback(name) || ModuleNames.isOldPciback(name));
    }

    /** Whether it makes a module load before a driver's module. */
    boolean loadsFirst(String driverModule, Predicate<String> module) {
      if (installs(driverModule)) {
        List<String> command =
            words().subList(2, words().size()).stream()
                .map(word -> word.replaceFirst(";$", ""))
                .toList();
        int driver = indexOf(command, name -> ModuleNames.matches(name, driverModule));
        int first = indexOf(command, module);
        return first >= 0 && (driver < 0 || first < driver);
      }
      return dependsSoftly(driverModule) && softDependencies("pre:").stream().anyMatch(module);
    }

    /** Whether it makes a module load together with another module. */
    boolean loads(Predicate<String> module) {
      List<String> words = words();
      return words.size() > 2
          && (words.getFirst().equals("softdep") || words.getFirst().equals("install"))
          && words.stream().skip(2).map(word -> word.replaceFirst(";$", "")).anyMatch(module);
    }

    private static int indexOf(List<String> words, Predicate<String> wanted) {
      for (int i = 0; i < words.size(); i++) {
        if (wanted.test(words.get(i))) {
          return i;
        }
      }
      return -1;
    }

    /**
     * The modules of a softdep line that load before or after its module.
     *
     * @param side {@code pre:} or {@code post:}
     */
    List<String> softDependencies(String side) {
      List<String> modules = new ArrayList<>();
      boolean inside = false;
      for (String word : words().subList(Math.min(2, words().size()), words().size())) {
        if (word.equals("pre:") || word.equals("post:")) {
          inside = word.equals(side);
        } else if (inside) {
          modules.add(word);
        }
      }
      return modules;
    }

    /** Whether it is a softdep line for a driver's module. */
    boolean dependsSoftly(String driverModule) {
      return isAbout("softdep", driverModule);
    }

    /** Whether it is an install line for a driver's module. */
    boolean installs(String driverModule) {
      return isAbout("install", driverModule);
    }

    private boolean isAbout(String keyword, String driverModule) {
      List<String> words = words();
      return words.size() > 2
          && words.getFirst().equals(keyword)
          && ModuleNames.matches(words.get(1), driverModule);
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
        statements.add(new Statement(first + 1, i + 1, statement));
      }
    }
    return statements;
  }

  /** A copy in which the statement at a line hides another list. */
  ModprobeFile withHide(int line, HideList list) {
    return changed(
        line,
        raw -> {
          MatchResult last =
              HIDE.matcher(raw).results().reduce((first, second) -> second).orElseThrow();
          return raw.substring(0, last.start()) + "hide=" + list + raw.substring(last.end());
        });
  }

  /** A copy in which the statement at a line hides nothing; an empty statement is removed. */
  ModprobeFile withoutHide(int line) {
    return changed(
        line,
        raw -> {
          String rest = DANGLING.matcher(GAP_AND_HIDE.matcher(raw).replaceAll("")).replaceFirst("");
          return rest.replace("\\\n", "").strip().split("\\s+").length > 2 ? rest : "";
        });
  }

  private ModprobeFile changed(int line, UnaryOperator<String> how) {
    Statement statement =
        statements().stream()
            .filter(s -> s.line() == line && s.hides().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(path + ":" + line + " hides nothing"));
    List<String> lines = lines();
    List<String> raw = lines.subList(line - 1, statement.last());
    String then = how.apply(String.join("\n", raw));
    raw.clear();
    then.lines().forEach(raw::add);
    return of(lines);
  }

  /** A copy with lines added at its end. */
  ModprobeFile withLines(List<String> added) {
    if (added.isEmpty()) {
      return this;
    }
    List<String> lines = lines();
    if (!lines.isEmpty() && lines.getLast().endsWith("\\")) {
      lines.add("");
    }
    lines.addAll(added);
    return of(lines);
  }

  /** A copy without lines that are equal to one of these. */
  ModprobeFile withoutLines(List<String> removed) {
    List<String> lines = lines();
    return lines.removeIf(removed::contains) ? of(lines) : this;
  }

  private List<String> lines() {
    return new ArrayList<>(text.lines().toList());
  }

  private ModprobeFile of(List<String> lines) {
    return new ModprobeFile(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }
}
