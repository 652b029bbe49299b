package gangway.boot;

import gangway.Problem;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.Functions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is set for the next boot: which functions pciback takes, and which drivers wait for it.
 *
 * <p>However many lists are set, only one works: a parameter given twice keeps its last value. So a
 * list that stands somewhere already is changed in its place, and never repeated elsewhere.
 *
 * <p>See docs/decisions/0009-one-hide-list.md.
 *
 * @param dialect the one this machine's modprobe understands
 * @param files modprobe's files, in the order in which it takes them
 * @param settings every list that is set, the one that works last
 * @param modulesLoad the text of {@link #MODULES_LOAD}, if it is there
 */
public record BootSettings(
    Dialect dialect,
    List<ModprobeFile> files,
    List<HideSetting> settings,
    Optional<String> modulesLoad) {
  /** Loads pciback at boot, for functions whose driver has no module to wait for. */
  static final Path MODULES_LOAD = Path.of("/etc/modules-load.d/gangway.conf");

  static final String HEADER =
      "# Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.";

  /** The list that works, if any is set. */
  public Optional<HideSetting> effective() {
    return settings.isEmpty() ? Optional.empty() : Optional.of(settings.getLast());
  }

  /** Where a function is set to be hidden after the next boot. */
  public Optional<HideSetting> hiding(Address function) {
    return effective().filter(set -> set.list().sound() && set.list().covers(function));
  }

  /** The functions of a machine that are set to be hidden after the next boot. */
  public Stream<Function> hidden(Functions functions) {
    return effective().stream()
        .map(HideSetting::list)
        .filter(HideList::sound)
        .flatMap(list -> list.among(functions));
  }

  /**
   * The changes that hide more functions from the next boot on.
   *
   * @param functions the functions and the modules of their drivers, where they have one
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> hide(Map<Address, Optional<String>> functions) {
    refuseHighDomains(functions.keySet());
    Edits edits = new Edits();
    Optional<HideSetting> set = effective();
    if (set.isPresent()) {
      HideSetting setting = editable(set.get());
      HideList list = fitting(setting.list().with(functions.keySet()));
      if (!list.equals(setting.list())) {
        edits.change(setting.file(), file -> file.withHide(setting.line(), list));
      }
    }
    List<String> added = new ArrayList<>();
    SequencedSet<String> drivers = new LinkedHashSet<>();
    functions.values().forEach(module -> module.ifPresent(drivers::add));
    for (String driver : drivers) {
      if (!loadsFirst(driver)) {
        added.add(dialect.loadFirst(driver));
      }
    }
    if (set.isEmpty()) {
      added.add(dialect.hide(fitting(HideList.of(functions.keySet()))));
    }
    edits.change(dialect.file(), file -> file.withLines(added));
    boolean driverless = functions.values().stream().anyMatch(Optional::isEmpty);
    if (driverless && modulesLoad.isEmpty() && dialect == Dialect.MODPROBE_D) {
      edits.add(
          new FileEdit(
              MODULES_LOAD,
              Optional.empty(),
              Optional.of(HEADER + "\n" + dialect.module() + "\n")));
    }
    return edits.made();
  }

  /**
   * The changes that give functions back to their drivers from the next boot on.
   *
   * @param needed the modules of the drivers of all functions that stay hidden
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> unhide(Collection<Address> functions, Collection<String> needed) {
    Optional<HideSetting> set =
        effective().filter(setting -> functions.stream().anyMatch(setting.list()::covers));
    if (set.isEmpty()) {
      return List.of();
    }
    HideSetting setting = editable(set.get());
    for (Address function : functions) {
      if (setting.list().covers(function) && !setting.list().names(function)) {
        throw Problem.refused(
            function + " is hidden at boot together with others, by a group with '*'",
            "write the functions that are to stay hidden one by one in " + setting.place(),
            setting.place() + ": hide=" + setting.list());
      }
    }
    Edits edits = new Edits();
    HideList list = setting.list().without(functions);
    // where other lists are set, one of them would work in this one's place: this one stays, empty
    boolean alone = settings.size() == 1;
    edits.change(
        setting.file(),
        file ->
            list.isEmpty() && alone
                ? file.withoutHide(setting.line())
                : file.withHide(setting.line(), list));
    List<String> wanted = needed.stream().map(dialect::loadFirst).toList();
    edits.change(
        dialect.file(),
        file ->
            file.withoutLines(
                file.statements().stream()
                    .map(ModprobeFile.Statement::text)
                    .filter(line -> isLoadFirst(line) && !wanted.contains(line))
                    .toList()));
    if (list.isEmpty() && modulesLoad.isPresent()) {
      edits.add(new FileEdit(MODULES_LOAD, modulesLoad, Optional.empty()));
    }
    return edits.made();
  }

  /**
   * The changes that name nothing twice.
   *
   * @throws Problem of kind REFUSED if the settings are such that Gangway must not touch them
   */
  public List<FileEdit> once() {
    Edits edits = new Edits();
    effective()
        .map(BootSettings::editable)
        .filter(setting -> !setting.list().repeated().isEmpty())
        .ifPresent(setting ->
            edits.change(
                setting.file(), file -> file.withHide(setting.line(), setting.list().once())));
    return edits.made();
  }

  /** Whether a line is one that Gangway writes to make pciback load before a driver. */
  private boolean isLoadFirst(String line) {
    String[] words = line.split(" ");
    return words.length > 2 && line.equals(dialect.loadFirst(words[1]));
  }

  /**
   * Whether pciback loads before a driver already. Of several install or softdep lines for one
   * driver modprobe takes the first alone: a second one would silently do nothing, or undo the
   * other.
   */
  private boolean loadsFirst(String driver) {
    return loadsFirst(
            driver,
            statement -> statement.installs(driver),
            "modprobe is already told what to do in place of loading " + driver)
        || loadsFirst(
            driver,
            statement -> statement.dependsSoftly(driver),
            "modprobe is already told what to load with " + driver + ", and heeds one such line");
  }

  private boolean loadsFirst(
      String driver, Predicate<ModprobeFile.Statement> about, String otherwise) {
    for (ModprobeFile file : files) {
      for (ModprobeFile.Statement statement : file.statements()) {
        if (about.test(statement)) {
          if (statement.loadsPcibackFirst(driver)) {
            return true;
          }
          throw Problem.refused(
              otherwise,
              "make that line load " + dialect.module() + " first, then try again",
              file.path() + ":" + statement.line() + ": " + statement.text().strip());
        }
      }
    }
    return false;
  }

  private static void refuseHighDomains(Collection<Address> functions) {
    for (Address function : functions) {
      if (function.domain() > HideList.LAST_DOMAIN) {
        throw Problem.refused(
            function + " cannot be hidden at boot: the list of pciback ends at domain ffff",
            "hide it on the running host alone, with --now",
            "a list with a group that pciback cannot read hides nothing at all");
      }
    }
  }

  private static HideList fitting(HideList list) {
    int length = list.toString().length();
    if (length > HideList.MOST_CHARACTERS) {
      throw Problem.refused(
          "the list of what is hidden at boot would be too long, and pciback not be loaded with it",
          "write whole devices, (0000:09:00.*), or buses, (0000:09:*.*), into the list by hand; or"
              + " use --now",
          "it would have %d characters, and may have %d"
              .formatted(length, HideList.MOST_CHARACTERS));
    }
    return list;
  }

  private static HideSetting editable(HideSetting setting) {
    if (setting.kind() == HideSetting.Kind.COMMAND_LINE) {
      throw Problem.refused(
          "what is hidden at boot is set on the kernel's command line, which Gangway does not edit",
          "change it there (with GRUB: /etc/default/grub, then update-grub), or use --now",
          setting.place() + ": hide=" + setting.list());
    }
    if (!setting.list().sound()) {
      throw Problem.refused(
          "the list of what is hidden at boot cannot be read: today's kernels then hide nothing",
          "mend it in " + setting.place() + ", or take the line away",
          setting.place() + ": hide=" + setting.list(),
          "not understood from here on: " + setting.list().unread().orElse(""));
    }
    return setting;
  }

  /** The files as they will be, each changed from what it is by then. */
  private final class Edits {
    private final Map<Path, ModprobeFile> changed = new LinkedHashMap<>();
    private final List<FileEdit> others = new ArrayList<>();

    void change(Path path, UnaryOperator<ModprobeFile> how) {
      ModprobeFile now =
          changed.computeIfAbsent(path, p -> file(p).orElse(new ModprobeFile(p, "")));
      ModprobeFile then = how.apply(now);
      if (now.text().isEmpty()
          && !then.text().isEmpty()
          && path.equals(Dialect.MODPROBE_D.file())) {
        then = new ModprobeFile(path, HEADER + "\n" + then.text());
      }
      changed.put(path, then);
    }

    void add(FileEdit edit) {
      others.add(edit);
    }

    List<FileEdit> made() {
      List<FileEdit> edits = new ArrayList<>();
      for (ModprobeFile then : changed.values()) {
        Optional<String> before = file(then.path()).map(ModprobeFile::text);
        boolean ours = then.path().equals(Dialect.MODPROBE_D.file());
        boolean nothingLeft = then.text().replace(HEADER, "").isBlank();
        Optional<String> after = nothingLeft && ours ? Optional.empty() : Optional.of(then.text());
        if (!then.text().equals(before.orElse(""))) {
          edits.add(new FileEdit(then.path(), before, after));
        }
      }
      edits.addAll(others);
      return edits;
    }

    private Optional<ModprobeFile> file(Path path) {
      return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
  }
}
