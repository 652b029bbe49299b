package gangway.boot;

import gangway.Problem;
import gangway.boot.loader.BootLoader;
import gangway.boot.loader.Extlinux;
import gangway.boot.loader.GrubLoader;
import gangway.boot.loader.ToolLoader;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The settings of the command line that dom0's kernel gets at the next boot.
 *
 * @param loader the boot loader
 * @param files the texts of the settings of GRUB, in the order in which grub-mkconfig reads them,
 *     or of update-extlinux
 * @param ofTool whether the system stores the list by a tool of its own
 */
public record KernelCommandLine(
    BootLoader loader, SequencedMap<Path, String> files, boolean ofTool) {
  static final Path GRUB = Path.of("/etc/default/grub");

  /** Debian's grub-mkconfig reads its files ending in .cfg after {@link #GRUB}, by their names. */
  private static final Path GRUB_PARTS = Path.of("/etc/default/grub.d");

  private static final String PART = ".cfg";

  public KernelCommandLine {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  static KernelCommandLine read(Machine machine) {
    BootLoader loader = BootLoader.of(machine);
    return new KernelCommandLine(
        loader,
        loader instanceof Extlinux ? extlinux(machine) : grub(machine),
        BootLoader.isOfTool(machine));
  }

  /** The text of the settings of update-extlinux, if it is installed. */
  static SequencedMap<Path, String> extlinux(Machine machine) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    if (Extlinux.isInstalled(machine)) {
      machine.exact(Extlinux.SETTINGS).ifPresent(text -> files.put(Extlinux.SETTINGS, text));
    }
    return files;
  }

  /** The texts of the settings of GRUB, in the order in which grub-mkconfig reads them. */
  static SequencedMap<Path, String> grub(Machine machine) {
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    machine.exact(GRUB).ifPresent(text -> files.put(GRUB, text));
    machine.list(GRUB_PARTS).stream()
        .filter(name -> name.endsWith(PART) && !name.startsWith("."))
        .sorted()
        .map(GRUB_PARTS::resolve)
        .forEach(file -> machine.exact(file).ifPresent(text -> files.put(file, text)));
    return files;
  }

  /** Why Gangway cannot change the command line; empty if it can. */
  Optional<String> obstacle() {
    return loader.obstacle();
  }

  /**
   * Where a list is stored, if Gangway can change it there.
   *
   * @param alone whether modprobe's files set no list
   */
  Optional<ListStorage> holding(HideSetting setting, boolean alone) {
    return switch (loader) {
      case GrubLoader grub ->
          Optional.of(new GrubStorage(grub, files, Optional.of(setting), alone))
              .filter(GrubStorage::isChangeable)
              .map(storage -> storage);
      case Extlinux extlinux ->
          Optional.of(new ExtlinuxStorage(extlinux, files, Optional.of(setting), alone))
              .filter(ExtlinuxStorage::isChangeable)
              .map(storage -> storage);
      case ToolLoader tool -> Optional.of(new ToolStorage(tool, Optional.of(setting)));
      default -> Optional.empty();
    };
  }

  /** Where a new list is stored, if Gangway can store one. */
  Optional<ListStorage> forNewList() {
    return switch (loader) {
      case GrubLoader grub -> Optional.of(new GrubStorage(grub, files, Optional.empty(), true));
      case Extlinux extlinux ->
          Optional.of(new ExtlinuxStorage(extlinux, files, Optional.empty(), true));
      case ToolLoader tool -> Optional.of(new ToolStorage(tool, Optional.empty()));
      default -> Optional.empty();
    };
  }

  /**
   * Refuses a host whose system stores the list by its own tool, although pciback is a module: the
   * tool's list would replace one in modprobe's files.
   */
  void refuseModule() {
    if (ofTool) {
      throw Problem.refused(
          "on this host xen-cmdline stores the list of functions to hide, but pciback is a module"
              + " of this kernel, and Gangway does not know what loads it early here",
          "add --now to change only the running host",
          "modules.builtin does not name xen-pciback");
    }
  }

  /** Whether a file is one of these settings, or the configuration of the boot loader. */
  boolean owns(Path file) {
    return file.equals(GRUB)
        || file.equals(Extlinux.SETTINGS)
        || file.startsWith(GRUB_PARTS)
        || (obstacle().isEmpty() && file.equals(loader.configuration()));
  }
}
