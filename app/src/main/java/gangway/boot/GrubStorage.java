package gangway.boot;

import gangway.boot.loader.BootEntries;
import gangway.boot.loader.GrubLoader;
import gangway.boot.loader.ToolLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel command line, by the settings of grub-mkconfig: {@link GrubLoader#VARIABLE} is for the
 * entries that boot Xen, except recovery entries. An edit of the settings comes with the edit of
 * the generated configuration that it must cause.
 *
 * @param loader the boot loader, without an obstacle
 * @param files the texts of the settings
 * @param present the present list, if there is one
 * @param alone whether modprobe's files set no list; otherwise that list would take effect without
 *     this one, so this one stays, and is empty
 */
record GrubStorage(
    GrubLoader loader,
    SequencedMap<Path, String> files,
    Optional<HideSetting> present,
    boolean alone)
    implements ListStorage {
  GrubStorage {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  private static final String PARAMETER = ToolLoader.PARAMETER;

  private static final Pattern WORD = Pattern.compile(" ?" + PARAMETER + "=[^\\s\"'\\\\]*");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*(?:export\\s+)?" + GrubLoader.VARIABLE + "=.*");

  /** Whether the present list is the only one in one line that sets the variable. */
  boolean isChangeable() {
    return present
        .filter(setting -> files.containsKey(setting.file()))
        .map(this::line)
        .filter(line -> ASSIGNMENT.matcher(line).matches())
        .filter(line -> WORD.matcher(line).results().count() == 1)
        .isPresent();
  }

  private String line(HideSetting setting) {
    return lines(setting).get(setting.line() - 1);
  }

  private List<String> lines(HideSetting setting) {
    return new ArrayList<>(List.of(files.getOrDefault(setting.file(), "").split("\n", -1)));
  }

  @Override
  public void store(HideList list, FileEdits edits) {
    Optional<String> word =
        Optional.of(list).filter(one -> !one.isEmpty() || !alone).map(one -> PARAMETER + "=" + one);
    BootEntries now = loader.current();
    BootEntries then = now.with(PARAMETER, word);
    CommandLineLimit.refuseTooLong(now.longest().orElse(0), then.longest().orElse(0));
    edits.add(present.map(setting -> replaced(setting, word)).orElseGet(() -> added(word)));
    edits.add(
        new FileEdit(loader.configuration(), Optional.of(now.text()), Optional.of(then.text())));
  }

  /** The edit of the line that sets the present list; without a list, Gangway's lines go. */
  private FileEdit replaced(HideSetting setting, Optional<String> word) {
    List<String> lines = lines(setting);
    int at = setting.line() - 1;
    if (word.isEmpty() && at > 0 && lines.get(at - 1).equals(BootSettings.HEADER)) {
      lines.subList(at - 1, at + 1).clear();
    } else {
      lines.set(at, changed(lines.get(at), word));
    }
    return new FileEdit(
        setting.file(),
        Optional.ofNullable(files.get(setting.file())),
        Optional.of(String.join("\n", lines)).filter(text -> !text.isEmpty()));
  }

  private static String changed(String line, Optional<String> word) {
    Matcher found = WORD.matcher(line);
    return found.replaceFirst(match ->
        Matcher.quoteReplacement(
            word.map(text -> (match.group().startsWith(" ") ? " " : "") + text).orElse("")));
  }

  /** The variable replaces another one, so its value begins with what is in effect without it. */
  private FileEdit added(Optional<String> word) {
    Path file = loader.dropIn().orElse(KernelCommandLine.GRUB);
    Optional<String> before = Optional.ofNullable(files.get(file));
    String text = before.orElse("");
    String otherwise =
        Optional.ofNullable(ShellVariables.of(files).get(GrubLoader.VARIABLE))
            .filter(variable -> !variable.value().isEmpty())
            .map(_ -> GrubLoader.VARIABLE)
            .orElse("GRUB_CMDLINE_LINUX_DEFAULT");
    return new FileEdit(
        file,
        before,
        word.map(one ->
                text
                    + (text.isEmpty() || text.endsWith("\n") ? "" : "\n")
                    + BootSettings.HEADER
                    + "\n%s=\"$%s %s\"\n".formatted(GrubLoader.VARIABLE, otherwise, one))
            .or(() -> before));
  }
}
