package gangway.boot;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The modules of the running kernel, by the indexes that depmod writes.
 *
 * @param builtIn the modules that are built into the kernel, by {@code modules.builtin}; names have
 *     {@code _}
 * @param softDependencies {@code modules.softdep}: softdep lines of the modules themselves, which
 *     kmod reads as one of modprobe's files
 */
public record KernelModules(Set<String> builtIn, Optional<ModprobeFile> softDependencies) {
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
  private static final List<Path> FOLDERS =
      List.of(Path.of("/lib/modules"), Path.of("/usr/lib/modules"));
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~_-]*");
  private static final Path LOADED = Path.of("/sys/module");

  /** What the folder of a module has with every kernel, built in or not. */
  private static final List<String> WITH_EVERY_KERNEL =
      List.of("parameters", "uevent", "version", "drivers");

  /** An index: a file, and its whole text. */
  private record Index(Path file, String text) {}

  public KernelModules {
    builtIn = Set.copyOf(builtIn);
  }

  /** Reads them; empty if there are no indexes. */
  public static KernelModules read(Machine machine) {
    List<Path> folders = folders(machine);
    return new KernelModules(
        index(machine, folders, "modules.builtin").stream()
            .flatMap(file -> file.text().lines())
            .map(ModuleDependencies::name)
            .collect(Collectors.toSet()),
        index(machine, folders, "modules.softdep")
            .map(index -> new ModprobeFile(index.file(), index.text())));
  }

  /** The dependencies of all modules; reads a large file. */
  static ModuleDependencies dependencies(Machine machine) {
    return index(machine, folders(machine), "modules.dep")
        .map(file -> new ModuleDependencies(file.text()))
        .orElse(ModuleDependencies.NONE);
  }

  /**
   * The folders that can have the indexes of the running kernel; if its release is not known, those
   * of the only installed kernel.
   */
  private static List<Path> folders(Machine machine) {
    Optional<String> release =
        machine.read(RELEASE).map(String::strip).filter(text -> NAME.matcher(text).matches());
    List<Path> folders = new ArrayList<>();
    for (Path folder : FOLDERS) {
      List<String> kernels = release.map(List::of).orElseGet(() -> machine.list(folder));
      if (kernels.size() == 1) {
        folders.add(folder.resolve(kernels.getFirst()));
      }
    }
    return folders;
  }

  private static Optional<Index> index(Machine machine, List<Path> folders, String name) {
    for (Path folder : folders) {
      Path file = folder.resolve(name);
      Optional<String> text = machine.exact(file);
      if (text.isPresent()) {
        return text.map(all -> new Index(file, all));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a module is built into the kernel. The kernel has a folder in {@code /sys/module} for a
   * built-in module too, if it has parameters or, since Linux 6.15, always; only the folder of a
   * loaded module has {@code initstate} (kernel/module/sysfs.c, drivers/base/module.c).
   */
  public boolean builtIn(Machine machine, String module) {
    String name = ModuleNames.normalized(module);
    Path folder = LOADED.resolve(name);
    List<String> files = machine.list(folder);
    return builtIn.contains(name)
        || (!files.contains("initstate") && WITH_EVERY_KERNEL.stream().anyMatch(files::contains));
  }
}
