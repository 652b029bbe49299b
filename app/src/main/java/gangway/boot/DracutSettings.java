package gangway.boot;

import gangway.boot.ShellVariables.Variable;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of dracut that decide whether its images contain modprobe's files and load pciback
 * (dracut.conf(5), and modules.d/90kernel-modules of dracut).
 *
 * @param hostOnly whether images contain all files of {@code /etc/modprobe.d}
 * @param items the files and programs that images contain besides
 * @param forced the modules that dracut loads before udev starts; names have {@code _}
 */
public record DracutSettings(boolean hostOnly, Set<String> items, Set<String> forced)
    implements ImageSettings {
  /** The file with the settings that Gangway writes. */
  public static final Path FILE = Path.of("/etc/dracut.conf.d/90-gangway.conf");

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/dracut"), Path.of("/usr/sbin/dracut"), Path.of("/sbin/dracut"));

  private static final Path MAIN = Path.of("/etc/dracut.conf");
  private static final List<Path> FOLDERS =
      List.of(Path.of("/etc/dracut.conf.d"), Path.of("/usr/lib/dracut/dracut.conf.d"));

  /** dracut copies the files of these folders without being told. */
  private static final List<Path> ALWAYS = List.of(Path.of("/lib"), Path.of("/usr/lib"));

  private static final String ENDING = ".conf";

  public DracutSettings {
    items = Set.copyOf(items);
    forced = Set.copyOf(forced);
  }

  /** Whether dracut is installed; another tool can be installed, too. */
  public static boolean areRead(Machine machine) {
    return PROGRAMS.stream().anyMatch(machine::exists);
  }

  /** The settings of a machine: of several files with one name, dracut reads that in /etc. */
  static DracutSettings read(Machine machine) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    machine.exact(MAIN).ifPresent(text -> files.put(MAIN, text));
    Map<String, Path> byName = new TreeMap<>();
    for (Path folder : FOLDERS) {
      machine.list(folder).stream()
          .filter(name -> name.endsWith(ENDING))
          .forEach(name -> byName.putIfAbsent(name, folder.resolve(name)));
    }
    byName.values().forEach(file -> machine.exact(file).ifPresent(text -> files.put(file, text)));
    return of(files);
  }

  /** The settings in Gangway's file alone. */
  public static DracutSettings ofGangway(Machine machine) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    machine.exact(FILE).ifPresent(text -> files.put(FILE, text));
    return of(files);
  }

  private static DracutSettings of(SequencedMap<Path, String> files) {
    Map<String, Variable> variables = ShellVariables.of(files);
    return new DracutSettings(
        words(variables, "hostonly").equals(Set.of("yes")),
        words(variables, "install_items"),
        words(variables, "force_drivers").stream()
            .map(ModuleNames::normalized)
            .collect(Collectors.toSet()));
  }

  private static Set<String> words(Map<String, Variable> variables, String name) {
    Variable variable = variables.get(name);
    return variable == null ? Set.of() : Set.of(variable.value().strip().split("\\s+"));
  }

  /**
   * The text of Gangway's file. dracut 059 replaces only the first {@code -} in {@code
   * force_drivers}, so the name has {@code _}.
   *
   * @param carried modprobe's files that the images must contain; without any, there is no file
   */
  public static Optional<String> text(List<Path> carried) {
    return carried.isEmpty()
        ? Optional.empty()
        : Optional.of(
            BootSettings.HEADER
                + "\nforce_drivers+=\" xen_pciback \"\n"
                + carried.stream()
                    .map("install_items+=\" %s \"\n"::formatted)
                    .collect(Collectors.joining()));
  }

  /** Whether images have a file because {@code install_items} names it. */
  public boolean installs(Path file) {
    return items.contains(file.toString());
  }

  /** Whether dracut loads pciback before udev starts. */
  public boolean forcesPciback() {
    return forced.contains("xen_pciback");
  }

  @Override
  public Optional<String> gap(List<Path> files) {
    return files.stream()
        .filter(file -> !packs(file))
        .findFirst()
        .map(file ->
            "the initramfs does not contain %s: dracut's settings have neither hostonly=\"yes\""
                    .formatted(file)
                + " nor an install_items line for it");
  }

  /** Whether images contain one of modprobe's files. */
  private boolean packs(Path file) {
    return hostOnly || installs(file) || ALWAYS.stream().anyMatch(file::startsWith);
  }
}
