package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.Extlinux;
import gangway.boot.loader.ExtlinuxEntries;
import gangway.boot.loader.ToolLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel command line, by the settings of update-extlinux: {@link #VARIABLE} is for all labels,
 * also for those without Xen. An edit of the settings comes with the edit of the generated
 * configuration that it must cause.
 *
 * @param loader the boot loader, without an obstacle
 * @param files the text of the settings
 * @param present the present list, if there is one
 * @param alone whether modprobe's files set no list; otherwise that list would take effect without
 *     this one, so this one stays, and is empty
 */
record ExtlinuxStorage(
    Extlinux loader, SequencedMap<Path, String> files, Optional<HideSetting> present, boolean alone)
    implements ListStorage {
  ExtlinuxStorage {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  static final String VARIABLE = "default_kernel_opts";

  private static final String PARAMETER = ToolLoader.PARAMETER;
  private static final Pattern WORD = Pattern.compile(" ?\\b" + PARAMETER + "=\\S*");
  private static final Pattern SET = Pattern.compile(".*\\b" + VARIABLE + "\\+?=.*");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(" + VARIABLE + "=\")(?<value>[^\"\\\\$`]*)(\"[ \t]*(?:#.*)?)");

  private static final String OVERWRITE = "overwrite";

  /** Whether the present list is the only one in the only line that sets the variable. */
  boolean isChangeable() {
    return present
        .filter(setting -> setting.file().equals(Extlinux.SETTINGS) && setting.cutOff().isEmpty())
        .filter(_ -> obstacle().isEmpty())
        .filter(_ -> WORD.matcher(value()).results().count() == 1)
        .isPresent();
  }

  /** Why the settings cannot be changed, if so. */
  private Optional<String> obstacle() {
    List<String> lines =
        settings()
            .filter(line -> SET.matcher(line).matches())
            .filter(line -> !line.stripLeading().startsWith("#"))
            .toList();
    if (lines.size() != 1 || !ASSIGNMENT.matcher(lines.getFirst()).matches()) {
      return Optional.of(
          "it does not set %s in one line, in double quotes, and without '\\', '$' or '`'"
              .formatted(VARIABLE));
    }
    if (Optional.ofNullable(ShellVariables.of(files).get(OVERWRITE))
        .filter(variable -> variable.value().equals("1"))
        .isEmpty()) {
      return Optional.of("it does not set overwrite=1, so update-extlinux replaces nothing");
    }
    if (text().endsWith("\\\n") || text().endsWith("\\") || text().contains("\r")) {
      return Optional.of("it has a line that ends in CR LF, or it ends in '\\'");
    }
    return KernelParameters.of(value()).stream().filter(CommandLines::isList).count()
            > (present.isPresent() ? 1 : 0)
        ? Optional.of("it has a list that is not in effect")
        : Optional.empty();
  }

  private String text() {
    return files.getOrDefault(Extlinux.SETTINGS, "");
  }

  private Stream<String> settings() {
    return Stream.of(text().split("\n", -1));
  }

  private String value() {
    return settings()
        .map(ASSIGNMENT::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group("value"))
        .findFirst()
        .orElse("");
  }

  @Override
  public void store(HideList list, FileEdits edits) {
    obstacle()
        .ifPresent(why -> {
          throw Problem.refused(
              "the list of functions to hide belongs into %s, which Gangway cannot change: %s"
                  .formatted(Extlinux.SETTINGS, why),
              ("set %s=\"...\" and overwrite=1 there, run update-extlinux, then run the command"
                      + " again")
                  .formatted(VARIABLE));
        });
    Optional<String> word =
        Optional.of(list).filter(one -> !one.isEmpty() || !alone).map(one -> PARAMETER + "=" + one);
    String then = changed(value(), word);
    ExtlinuxEntries now = loader.current();
    ExtlinuxEntries next = now.with(value(), then);
    CommandLineLimit.refuseTooLong(now.longest().orElse(0), next.longest().orElse(0));
    refuseOthers(next, then);
    edits.add(
        new FileEdit(
            Extlinux.SETTINGS,
            Optional.of(text()),
            Optional.of(String.join("\n", settings().map(line -> with(line, then)).toList()))));
    edits.add(
        new FileEdit(loader.configuration(), Optional.of(now.text()), Optional.of(next.text())));
  }

  /** All labels that boot Xen must have the list, since it is not known which one is booted. */
  private void refuseOthers(ExtlinuxEntries next, String options) {
    for (String line : next.commandLines()) {
      if (!line.endsWith(" " + options)) {
        throw Problem.refused(
            "a label in %s that boots Xen does not have the options of %s in %s"
                .formatted(loader.configuration(), VARIABLE, Extlinux.SETTINGS),
            "run update-extlinux, so that the file is up to date; remove labels of your own that"
                + " boot Xen; then run the command again",
            line);
      }
    }
  }

  private static String with(String line, String value) {
    Matcher match = ASSIGNMENT.matcher(line);
    return match.matches() ? match.group(1) + value + match.group(3) : line;
  }

  private static String changed(String value, Optional<String> word) {
    Matcher found = WORD.matcher(value);
    if (found.find()) {
      String blank = found.group().startsWith(" ") ? " " : "";
      return value.substring(0, found.start())
          + word.map(text -> blank + text).orElse("")
          + value.substring(found.end());
    }
    return value + word.map(text -> (value.isEmpty() ? "" : " ") + text).orElse("");
  }
}
