package gangway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  static final String SOFTDEP = "softdep";
  static final String INSTALL = "install";

  /** Line continuations at the end that lead to an empty line. */
  private static final Pattern DANGLING = Pattern.compile("(?:[ \t]*\\\\\n[ \t]*)+$");

  /** A backslash that does not continue a line; kmod drops it. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?!\n)");

  /** The characters between the keyword, the module and the rest: kmod knows no others. */
  private static final String BLANKS = "[ \t]+";

  private static final Pattern TWO_BLANKS =
      Pattern.compile("[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]\\s(?=\\S)");

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
      return pcibackOptions().stream().flatMap(text -> KernelParameters.of(text).stream());
    }

    /** What an options line for pciback gives to the kernel. */
    private Optional<String> pcibackOptions() {
      String[] parts = parts();
      return parts.length > 2
              && parts[0].equals("options")
              && (ModuleNames.isPciback(parts[1]) || ModuleNames.isOldPciback(parts[1]))
          ? Optional.of(parts[2])
          : Optional.empty();
    }

    /** Its text without any list, and with single blanks. */
    private String withoutHide() {
      String[] parts = parts();
      return Stream.concat(
              Stream.of(parts[0], parts[1]),
              KernelParameters.words(parts[2])
                  .filter(word ->
                      KernelParameters.of(word).stream()
                          .noneMatch(parameter -> parameter.name().equals("hide"))))
          .collect(Collectors.joining(" "));
    }

    /** The keyword, the module, and the rest as it is. */
    private String[] parts() {
      return text.replaceFirst("^" + BLANKS, "").split(BLANKS, 3);
    }

    /** The module that a blacklist line names. */
    Optional<String> blacklists() {
      return Optional.of(words())
          .filter(words -> words.size() > 1 && words.getFirst().equals("blacklist"))
          .map(words -> words.get(1));
    }

    /** The keyword, the module, and the words of the rest. */
    private List<String> words() {
      String[] parts = parts();
      return Stream.concat(
              Stream.of(parts).limit(2),
              Stream.of(parts).skip(2).flatMap(rest -> Stream.of(rest.strip().split("\\s+"))))
          .filter(word -> !word.isEmpty())
          .toList();
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
          && (words.getFirst().equals(SOFTDEP) || words.getFirst().equals(INSTALL))
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
      for (String word : words().subList(firstSoftDependency(), words().size())) {
        if (word.equals("pre:") || word.equals("post:")) {
          inside = word.equals(side);
        } else if (inside) {
          modules.add(word);
        }
      }
      return modules;
    }

    /**
     * The place of the first word that kmod 30 reads in a softdep line: with exactly two blanks
     * behind the module it does not recognize the word behind them (kmod_config_add_softdep in
     * libkmod-config.c).
     */
    private int firstSoftDependency() {
      return Math.min(TWO_BLANKS.matcher(text).lookingAt() ? 3 : 2, words().size());
    }

    /** Whether a blank too many makes kmod ignore the first word of a softdep line. */
    boolean ignoresFirstWord() {
      return words().getFirst().equals(SOFTDEP) && firstSoftDependency() > 2;
    }

    /** Whether it is a softdep line for a driver's module. */
    boolean dependsSoftly(String driverModule) {
      return isAbout(SOFTDEP, driverModule);
    }

    /** Whether it is an install line for a driver's module. */
    boolean installs(String driverModule) {
      return isAbout(INSTALL, driverModule);
    }

    private boolean isAbout(String keyword, String driverModule) {
      return moduleOf(keyword)
          .filter(pattern -> ModuleNames.matches(pattern, driverModule))
          .isPresent();
    }

    /** The modules, as a pattern, that a line with a keyword is about. */
    Optional<String> moduleOf(String keyword) {
      List<String> words = words();
      return words.size() > 2 && words.getFirst().equals(keyword)
          ? Optional.of(words.get(1))
          : Optional.empty();
    }
  }

  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder joined = new StringBuilder();
      while (continued(lines.get(i), joined) && i + 1 < lines.size()) {
        i++;
      }
      String statement = joined.toString();
      if (!statement.isBlank() && !statement.stripLeading().startsWith("#")) {
        statements.add(new Statement(first + 1, i + 1, statement));
      }
    }
    return statements;
  }

  /**
   * Appends a line as kmod reads it (freadline_wrapped in libkmod-util.c): a backslash is dropped,
   * and the character after it stays.
   *
   * @return whether the statement continues on the next line
   */
  private static boolean continued(String line, StringBuilder joined) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\' && ++i == line.length()) {
        return true;
      }
      joined.append(line.charAt(i));
    }
    return false;
  }

  /** A copy in which the statement at a line hides another list. */
  ModprobeFile withHide(int line, HideList list) {
    return changed(
        line,
        raw -> {
          String then =
              HIDE.matcher(raw)
                  .results()
                  .reduce((first, second) -> second)
                  .map(last ->
                      raw.substring(0, last.start()) + "hide=" + list + raw.substring(last.end()))
                  .orElse(raw);
          return hides(then).equals(Optional.of(list)) ? then : only(raw, " hide=" + list);
        });
  }

  /** A copy in which the statement at a line hides nothing; an empty statement is removed. */
  ModprobeFile withoutHide(int line) {
    return changed(
        line,
        raw -> {
          String rest = DANGLING.matcher(GAP_AND_HIDE.matcher(raw).replaceAll("")).replaceFirst("");
          String then = hides(rest).isEmpty() ? rest : only(raw, "");
          return then.replace("\\\n", "").strip().split("\\s+").length > 2 ? then : "";
        });
  }

  private static Stream<Statement> statements(String text) {
    return new ModprobeFile(Path.of("/"), text).statements().stream();
  }

  /** The list in the lines of one statement. */
  private static Optional<HideList> hides(String lines) {
    return statements(lines).flatMap(statement -> statement.hides().stream()).findFirst();
  }

  /** A statement in one line, for quotes that cannot be changed in their places. */
  private static String only(String lines, String hide) {
    return statements(lines)
        .map(statement -> statement.withoutHide() + hide)
        .findFirst()
        .orElse("");
  }

  private ModprobeFile changed(int line, UnaryOperator<String> how) {
    Statement statement =
        statements().stream()
            .filter(s -> s.line() == line && s.hides().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(path + ":" + line + " hides nothing"));
    List<String> lines = lines();
    List<String> raw = lines.subList(line - 1, statement.last());
    String written = String.join("\n", raw);
    String then =
        how.apply(
            ESCAPE.matcher(written).find() ? statement.text().replace("\\", "\\\\") : written);
    raw.clear();
    if (!then.isEmpty()) {
      raw.addAll(List.of(then.split("\n")));
    }
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
    // a carriage return is part of its line
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private ModprobeFile of(List<String> lines) {
    return new ModprobeFile(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }
}
