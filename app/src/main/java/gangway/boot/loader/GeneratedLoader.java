package gangway.boot.loader;

import gangway.machine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A boot loader whose configuration a program generates from settings. */
public sealed interface GeneratedLoader extends BootLoader permits GrubLoader, Extlinux {
  /** The file into which the configuration is generated, beside the present one. */
  Path generated();

  /** How the configuration is generated into that file. */
  Command generate();

  /** The files that generating can leave if it fails. */
  List<Path> leftovers();

  /**
   * The text that a file of settings must have while the configuration is generated, so that the
   * program leaves the present configuration alone; empty if it does so with any text.
   *
   * @param text the text after the change
   */
  Optional<String> whileGenerating(Path file, String text);
}
