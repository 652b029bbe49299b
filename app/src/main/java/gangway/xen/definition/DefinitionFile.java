package gangway.xen.definition;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A definition in its file. Gangway changes the file of a definition for libvirt only through
 * libvirt.
 *
 * @param autoStart the symbolic link that makes the guest start with the host, if any
 */
public record DefinitionFile(Path file, Optional<Path> autoStart, Definition content) {
  /** The folder of definitions for xl. */
  public static final Path XL = Path.of("/etc/xen");

  /** The folder of libvirt's definitions. */
  public static final Path LIBVIRT = Path.of("/etc/libvirt/libxl");

  /** Name prefix of the example files of Xen's packages in {@link #XL}. */
  public static final String EXAMPLE = "xlexample.";

  /** Its whole text. */
  public String text() {
    return content.text();
  }

  /** This file with another content. */
  public DefinitionFile with(Definition changed) {
    return new DefinitionFile(file, autoStart, changed);
  }
}
