package gangway.boot.loader;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What gives the kernel of dom0 its command line at the next boot.
 *
 * <p>Each boot loader has a class of its own. To support another one, write a class for it, and
 * name the class in {@link #of}.
 *
 * <p>See docs/decisions/0034-three-parts-of-hiding-at-boot.md.
 */
public sealed interface BootLoader permits GeneratedLoader, ToolLoader, UnsupportedLoader {
  /** The command line of this boot. */
  Path CURRENT = Path.of("/proc/cmdline");

  /** The boot loader of a machine. Reads its whole configuration. */
  static BootLoader of(Machine machine) {
    if (isOfTool(machine)) {
      return XenServerGrub.of(machine);
    }
    return Extlinux.isInstalled(machine) ? Extlinux.of(machine) : GrubMkconfig.of(machine);
  }

  /** Whether a machine has a tool of its own for the list. */
  static boolean isOfTool(Machine machine) {
    return XenServerGrub.isInstalled(machine);
  }

  /** Why Gangway cannot change the command line; empty if it can. */
  Optional<String> obstacle();

  /**
   * The command lines of dom0's kernel in the entries for Xen of a generated configuration; empty
   * if none is generated, or it is not known. It is what these entries say that counts, also if the
   * settings say something else.
   */
  Optional<List<String>> commandLines();

  /** The file that the boot loader reads. */
  Path configuration();
}
