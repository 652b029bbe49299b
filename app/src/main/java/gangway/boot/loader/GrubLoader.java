package gangway.boot.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** GRUB with a generated configuration, which has a variable for the entries that boot Xen. */
public sealed interface GrubLoader extends GeneratedLoader permits GrubMkconfig {
  /** The variable of the settings for the entries that boot Xen, except recovery entries. */
  String VARIABLE = "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT";

  /** The generated configuration. */
  BootEntries current();

  @Override
  default Optional<List<String>> commandLines() {
    return Optional.of(current().commandLines());
  }

  /**
   * The file for settings of Gangway, which the loader reads after all other settings; empty if it
   * reads one file only.
   */
  Optional<Path> dropIn();
}
