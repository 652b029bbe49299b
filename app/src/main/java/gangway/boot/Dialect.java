package gangway.boot;

import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/**
 * The syntax of the modprobe settings that load pciback before a driver and hide functions.
 *
 * <p>See docs/decisions/0010-modprobe-conf.md.
 */
public enum Dialect {
  /** Current: files in {@code /etc/modprobe.d}, read by kmod. */
  MODPROBE_D(Path.of("/etc/modprobe.d/gangway.conf"), "xen-pciback") {
    @Override
    String loadFirst(String driverModule) {
      return "softdep " + driverModule + " pre: " + module();
    }
  },

  /**
   * RHEL 5: the single file {@code /etc/modprobe.conf}, read by module-init-tools. The lines are
   * those of the RHEL 5 Virtualization Guide, section 15.5.
   */
  MODPROBE_CONF(Path.of("/etc/modprobe.conf"), "pciback") {
    @Override
    String loadFirst(String driverModule) {
      return "install %1$s /sbin/modprobe %2$s; /sbin/modprobe --first-time --ignore-install %1$s"
          .formatted(driverModule, module());
    }
  };

  private final Path file;
  private final String module;

  Dialect(Path file, String module) {
    this.file = file;
    this.module = module;
  }

  /** The file to which Gangway writes settings that exist nowhere yet. */
  public Path file() {
    return file;
  }

  /** The name of pciback's module. */
  public String module() {
    return module;
  }

  /** The name for users: {@code modprobe.d} or {@code modprobe.conf}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Whether pciback's module has a name: kmod compares names exactly. */
  boolean isPciback(String name) {
    return ModuleNames.isPciback(name) || (this == MODPROBE_CONF && ModuleNames.isOldPciback(name));
  }

  /** The line that makes pciback load before a driver's module. */
  abstract String loadFirst(String driverModule);

  /** The line that lists the functions that pciback takes. */
  String hide(HideList list) {
    return "options " + module + " hide=" + list;
  }

  /**
   * All lines that hide some functions on a machine without such settings.
   *
   * @param driverModules the modules of their drivers
   */
  public List<String> lines(Collection<PciAddress> functions, SequencedSet<String> driverModules) {
    return lines(HideList.of(functions), driverModules);
  }

  /** The same lines, for a whole list. */
  public List<String> lines(HideList list, SequencedSet<String> driverModules) {
    List<String> lines = new ArrayList<>();
    driverModules.forEach(driver -> lines.add(loadFirst(driver)));
    lines.add(hide(list));
    return lines;
  }

  /** The same lines for a list on the kernel command line, which is the last line. */
  public List<String> linesWithCommandLine(HideList list, SequencedSet<String> driverModules) {
    List<String> lines = new ArrayList<>();
    driverModules.forEach(driver -> lines.add(loadFirst(driver)));
    lines.add("%s.hide=%s".formatted(module(), list));
    return lines;
  }
}
