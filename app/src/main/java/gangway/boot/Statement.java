package gangway.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A statement of a file of modprobe's configuration. */
final class Statement {
  static final String SOFTDEP = "softdep";
  static final String INSTALL = "install";
  static final String ALIAS = "alias";

  /** The characters between the keyword, the module and the rest: kmod knows no others. */
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private static final Pattern TWO_BLANKS =
      Pattern.compile("[ \t]*[^ \t]+[ \t]+[^ \t]+[ \t]\\s(?=\\S)");

  private final int line;
  private final int last;
  private final String text;
  private final List<String> words;

  Statement(int line, int last, String text) {
    this.line = line;
    this.last = last;
    this.text = text;
    words = List.copyOf(words(text));
  }

  /** The number of its first line, from 1. */
  int line() {
    return line;
  }

  /** The number of its last line. */
  int last() {
    return last;
  }

  /** Its lines, joined. */
  String text() {
    return text;
  }

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
    return words.size() > 1 && ModuleNames.isOldPciback(words.get(1));
  }

  /** The parameters of pciback, if it is an options line for pciback. */
  private Stream<KernelParameters.Parameter> parameters() {
    return pcibackOptions().stream().flatMap(text -> KernelParameters.of(text).stream());
  }

  /** What an options line for pciback gives to the kernel. */
  private Optional<String> pcibackOptions() {
    return words.size() > 2
            && words.getFirst().equals("options")
            && (ModuleNames.isPciback(words.get(1)) || ModuleNames.isOldPciback(words.get(1)))
        ? Optional.of(parts()[2])
        : Optional.empty();
  }

  /** Its text without any list, and with single blanks. */
  String withoutHide() {
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
    int start = 0;
    while (isBlank(text.charAt(start))) {
      start++;
    }
    return BLANKS.split(text.substring(start), 3);
  }

  /** The module that a blacklist line names. */
  Optional<String> blacklists() {
    return words.size() > 1 && words.getFirst().equals("blacklist")
        ? Optional.of(words.get(1))
        : Optional.empty();
  }

  /**
   * The keyword, the module, and the words of the rest. Many files have hundreds of lines, and
   * every command reads them: a regular expression would be too slow.
   */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      boolean rest = words.size() >= 2;
      int from = at;
      while (at < text.length() && !isBetween(text.charAt(at), rest)) {
        at++;
      }
      if (at > from) {
        words.add(text.substring(from, at));
      }
      at++;
    }
    return words;
  }

  private static boolean isBetween(char c, boolean rest) {
    return isBlank(c) || (rest && (c == '\r' || c == '\f' || c == '\u000B'));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
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
          words.subList(2, words.size()).stream().map(word -> word.replaceFirst(";$", "")).toList();
      int driver = indexOf(command, name -> ModuleNames.matches(name, driverModule));
      int first = indexOf(command, module);
      return first >= 0 && (driver < 0 || first < driver);
    }
    return dependsSoftly(driverModule) && softDependencies("pre:").stream().anyMatch(module);
  }

  /** Whether it makes a module load together with another module. */
  boolean loads(Predicate<String> module) {
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
    for (String word : words.subList(firstSoftDependency(), words.size())) {
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
    return Math.min(TWO_BLANKS.matcher(text).lookingAt() ? 3 : 2, words.size());
  }

  /** Whether a blank too many makes kmod ignore the first word of a softdep line. */
  boolean ignoresFirstWord() {
    return words.getFirst().equals(SOFTDEP) && firstSoftDependency() > 2;
  }

  /** The module of an alias line. */
  Optional<String> aliased() {
    return moduleOf(ALIAS).map(_ -> words.get(2));
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
    return words.size() > 2 && words.getFirst().equals(keyword)
        ? Optional.of(words.get(1))
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Statement statement
        && line == statement.line
        && last == statement.last
        && text.equals(statement.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(line, last, text);
  }

  @Override
  public String toString() {
    return line + ": " + text;
  }
}
