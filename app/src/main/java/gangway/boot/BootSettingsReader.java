package gangway.boot;

import gangway.machine.Machine;
import gangway.pci.PciFunctions;
import gangway.pci.identity.IdentityReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@link BootSettings} from a machine. */
public final class BootSettingsReader {
  /** kmod's folders; of several files with one name it uses the first (modprobe.d(5)). */
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/etc/modprobe.d"),
          Path.of("/run/modprobe.d"),
          Path.of("/usr/local/lib/modprobe.d"),
          Path.of("/usr/lib/modprobe.d"),
          Path.of("/lib/modprobe.d"));

  private static final Pattern KMOD_READS = Pattern.compile("[^.].*\\.(conf|alias)");

  private static final Path UPDATE_INITRAMFS = Path.of("/usr/sbin/update-initramfs");

  private final Machine machine;

  public BootSettingsReader(Machine machine) {
    this.machine = machine;
  }

  /** Reads the settings, and finds the devices of the list among the functions of the machine. */
  public BootSettings read(PciFunctions functions) {
    return read().among(functions, new IdentityReader(machine)::slot);
  }

  public BootSettings read() {
    Dialect dialect = dialect();
    KernelModules modules = KernelModules.read(machine);
    boolean builtIn = modules.builtIn(machine, dialect.module());
    List<ModprobeFile> files = files(dialect);
    List<KernelParameters.Parameter> commandLine = CommandLines.current(machine);
    List<HideSetting> settings = new ArrayList<>();
    List<UnreadList> unread = new ArrayList<>();
    for (ModprobeFile file : files) {
      for (Statement statement : file.statements()) {
        Optional<HideSetting> setting = setting(file, statement);
        if (setting.isEmpty()) {
          continue;
        }
        if (statement.namesPcibackAsOfOld() && dialect == Dialect.MODPROBE_D) {
          unread.add(UnreadList.ofOldName(setting.get(), "options xen-pciback hide="));
        } else if (builtIn) {
          unread.add(UnreadList.ofModprobe(setting.get()));
        } else {
          settings.add(setting.get());
        }
      }
    }
    CommandLines lines = CommandLines.read(machine, commandLine, dialect, builtIn);
    settings.addAll(lines.settings());
    unread.addAll(lines.unread());
    List<ModprobeFile> ordered = inOrder(dialect, files, modules);
    RefusedModules refused = RefusedModules.of(commandLine, lines.next());
    LoadOrder order =
        new LoadOrder(
            dialect,
            LoadOrder.Found.all(ordered, Statement.SOFTDEP),
            LoadOrder.Found.all(ordered, Statement.INSTALL),
            LoadOrder.Found.all(ordered, Statement.ALIAS),
            dependencies(dialect, ordered, refused),
            blacklisted(files, commandLine),
            refused,
            settings.isEmpty() ? List.of() : OtherLoaders.read(machine, commandLine),
            builtIn);
    return new BootSettings(
        dialect,
        files,
        settings,
        unread,
        order,
        modules,
        QubesHiding.read(machine, commandLine),
        DriverctlHiding.read(machine),
        machine.exact(BootSettings.MODULES_LOAD),
        settings.isEmpty() ? Optional.empty() : images(),
        lines.commandLine(),
        devices(dialect, files, settings));
  }

  /** The devices of the list, if it is written as the script in the initramfs reads it. */
  private ListedDevices devices(
      Dialect dialect, List<ModprobeFile> files, List<HideSetting> settings) {
    if (settings.isEmpty() || settings.getLast().onCommandLine()) {
      return ListedDevices.NONE;
    }
    HideSetting effective = settings.getLast();
    return files.stream()
        .filter(file -> dialect == Dialect.MODPROBE_D && file.path().equals(effective.file()))
        .filter(file -> file.path().equals(dialect.file()))
        .filter(file -> effective.list().sound())
        .filter(
            file -> settings.stream().filter(one -> one.file().equals(file.path())).count() == 1)
        .filter(
            file -> List.of(file.text().split("\n", -1)).contains(dialect.hide(effective.list())))
        .map(ListedDevices::of)
        .filter(found ->
            !found.recorded().isEmpty()
                && InitramfsToolsFiles.areInstalled(machine)
                && machine.exists(UPDATE_INITRAMFS))
        .findFirst()
        .orElse(ListedDevices.NONE);
  }

  /** With several tools, the images decide, and reading them takes too long here. */
  private Optional<ImageSettings> images() {
    List<ImageSettings> found = new ArrayList<>();
    if (DracutSettings.areRead(machine)) {
      found.add(DracutSettings.read(machine));
    }
    if (MkinitcpioSettings.areRead(machine)) {
      found.add(MkinitcpioSettings.read(machine, MkinitcpioPresets.read(machine)));
    }
    if (MkinitfsSettings.areRead(machine)) {
      found.add(MkinitfsSettings.read(machine));
    }
    return found.size() == 1 && !machine.exists(UPDATE_INITRAMFS)
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  /**
   * Needed if a line loads pciback with a module that may be another than a driver of a hidden
   * function, or if the kernel refuses to load modules. The lines that Gangway writes name these
   * drivers themselves.
   */
  private ModuleDependencies dependencies(
      Dialect dialect, List<ModprobeFile> files, RefusedModules refused) {
    return !refused.now().isEmpty()
            || files.stream()
                .filter(file -> !file.path().equals(Dialect.MODPROBE_D.file()))
                .flatMap(file -> file.statements().stream())
                .anyMatch(statement -> statement.loads(dialect::isPciback))
        ? KernelModules.dependencies(machine)
        : ModuleDependencies.NONE;
  }

  private static Optional<HideSetting> setting(ModprobeFile file, Statement statement) {
    return statement
        .hides()
        .map(list ->
            new HideSetting(
                HideSetting.Kind.MODPROBE,
                file.path(),
                statement.line(),
                list,
                statement.cutOff()));
  }

  /** kmod reads modules.softdep among modprobe's files, in the place of its name. */
  private static List<ModprobeFile> inOrder(
      Dialect dialect, List<ModprobeFile> files, KernelModules modules) {
    List<ModprobeFile> all = new ArrayList<>(files);
    if (dialect == Dialect.MODPROBE_D) {
      modules.softDependencies().ifPresent(all::add);
      all.sort((one, other) -> name(one).compareTo(name(other)));
    }
    return all;
  }

  private static String name(ModprobeFile file) {
    return String.valueOf(file.path().getFileName());
  }

  private static Set<String> blacklisted(
      List<ModprobeFile> files, List<KernelParameters.Parameter> commandLine) {
    Stream<String> byFiles =
        files.stream()
            .flatMap(file -> file.statements().stream())
            .flatMap(statement -> statement.blacklists().stream())
            .map(ModuleNames::normalized);
    // kmod compares these names as they are written: with '-' they have no effect
    Stream<String> byCommandLine =
        commandLine.stream()
            .filter(parameter -> parameter.name().equals("modprobe.blacklist"))
            .flatMap(parameter -> parameter.value().stream())
            .flatMap(value -> Stream.of(value.split(",")));
    return Stream.concat(byFiles, byCommandLine).collect(Collectors.toSet());
  }

  /** kmod does not read modprobe.conf, even if an old one still exists. */
  private Dialect dialect() {
    boolean kmod =
        machine
            .real(Path.of("/sbin/modprobe"))
            .filter(program -> program.endsWith("kmod"))
            .isPresent();
    return !kmod && machine.exists(Dialect.MODPROBE_CONF.file())
        ? Dialect.MODPROBE_CONF
        : Dialect.MODPROBE_D;
  }

  /** kmod reads files in the order of their names, regardless of their folders. */
  private List<ModprobeFile> files(Dialect dialect) {
    Map<String, Path> byName = new TreeMap<>();
    for (Path folder : FOLDERS) {
      for (String name : machine.list(folder)) {
        if (dialect == Dialect.MODPROBE_CONF || KMOD_READS.matcher(name).matches()) {
          byName.putIfAbsent(name, folder.resolve(name));
        }
      }
    }
    List<ModprobeFile> files = new ArrayList<>();
    if (dialect == Dialect.MODPROBE_CONF) {
      read(dialect.file()).ifPresent(files::add);
    }
    byName.values().forEach(path -> read(path).ifPresent(files::add));
    return List.copyOf(files);
  }

  private Optional<ModprobeFile> read(Path path) {
    return machine.exact(path).map(text -> new ModprobeFile(path, text));
  }
}
