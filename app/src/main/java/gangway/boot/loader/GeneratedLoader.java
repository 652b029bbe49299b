package gangway.boot.loader;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A boot loader whose configuration a program generates from settings. */
public sealed interface GeneratedLoader extends BootLoader permits GrubMkconfig {
  /** The variable of the settings for the entries that boot Xen, except recovery entries. */
  String VARIABLE = "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT";

  /** The generated configuration. */
  BootEntries current();

  @Override
  default Optional<BootEntries> entries() {
    return Optional.of(current());
  }

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
