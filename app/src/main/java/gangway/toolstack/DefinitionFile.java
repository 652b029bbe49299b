package gangway.toolstack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A definition in its file. The file of a definition for libvirt is changed through libvirt only.
 *
 * @param autoStart the link for which the guest is started with the host
 */
public record DefinitionFile(Path file, Optional<Path> autoStart, Definition content) {
  /** Where definitions for xl are found. */
  public static final Path XL = Path.of("/etc/xen");

  /** Where libvirt keeps its definitions. */
  public static final Path LIBVIRT = Path.of("/etc/libvirt/libxl");

  /** Xen's packages leave files with names that begin so in {@link #XL}, for people to copy. */
  public static final String EXAMPLE = "xlexample.";

  /** Its whole text. */
  public String text() {
    return content.text();
  }

  /** The same file with another content. */
  public DefinitionFile with(Definition changed) {
    return new DefinitionFile(file, autoStart, changed);
  }
}
