package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final List<Path> COMMAND_LINES =
      List.of(Path.of("/proc/cmdline"), Path.of("/etc/default/grub"));

  private static final Pattern ON_COMMAND_LINE =
      Pattern.compile("(?:xen[-_])?pciback\\.hide=([^\\s\"']*)");

  private static final Pattern KMOD_READS = Pattern.compile("[^.].*\\.(conf|alias)");

  private final Machine machine;

  public BootSettingsReader(Machine machine) {
    this.machine = machine;
  }

  public BootSettings read() {
    Dialect dialect = dialect();
    List<ModprobeFile> files = files(dialect);
    List<HideSetting> settings = new ArrayList<>();
    for (ModprobeFile file : files) {
      for (ModprobeFile.Statement statement : file.statements()) {
        statement
            .hides()
            .ifPresent(list ->
                settings.add(
                    new HideSetting(
                        HideSetting.Kind.MODPROBE, file.path(), statement.line(), list)));
      }
    }
    COMMAND_LINES.forEach(file -> readCommandLine(file, settings));
    return new BootSettings(
        dialect, files, List.copyOf(settings), machine.exact(BootSettings.MODULES_LOAD));
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

  private void readCommandLine(Path file, List<HideSetting> settings) {
    List<String> lines = machine.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).stripLeading().startsWith("#")) {
        continue;
      }
      for (Matcher match = ON_COMMAND_LINE.matcher(lines.get(i)); match.find(); ) {
        settings.add(
            new HideSetting(
                HideSetting.Kind.COMMAND_LINE, file, i + 1, HideList.parse(match.group(1))));
      }
    }
  }
}
