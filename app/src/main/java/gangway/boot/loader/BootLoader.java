package gangway.boot.loader;

import gangway.machine.Command;
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
public sealed interface BootLoader permits GrubMkconfig, UnsupportedLoader {

  /** The boot loader of a machine. Reads its whole configuration. */
  static BootLoader of(Machine machine) {
    return GrubMkconfig.of(machine);
  }

  /** Why Gangway cannot change the command line; empty if it can. */
  Optional<String> obstacle();

  /**
   * The text of the configuration at the next boot; empty if the configuration is not known. It is
   * what the entries for Xen say that counts, also if the settings say something else.
   */
  Optional<BootEntries> entries();

  /** The generated configuration. */
  Path configuration();

  /**
   * The file for settings of Gangway, which the loader reads after all other settings; empty if it
   * reads one file only.
   */
  Optional<Path> dropIn();

  /** How the configuration is generated into another file. */
  Command generate(Path into);

  /** The files that generating into a file can leave if it fails. */
  List<Path> leftovers(Path into);
}
