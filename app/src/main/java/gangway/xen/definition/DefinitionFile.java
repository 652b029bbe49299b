package gangway.xen.definition;

import java.nio.file.Path;
import java.util.List;
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

  /** Name prefixes of the example files of Xen's packages in {@link #XL}; xm's end with Xen 4.4. */
  private static final List<String> EXAMPLES = List.of("xlexample.", "xmexample");

  /** Name suffixes of the copies that editors, packages and Gangway's own writes leave behind. */
  private static final List<String> COPIES =
      List.of(
          "~",
          ".bak",
          ".orig",
          ".old",
          ".save",
          ".swp",
          ".rpmsave",
          ".rpmnew",
          ".rpmorig",
          ".dpkg-old",
          ".dpkg-dist",
          ".dpkg-new",
          ".dpkg-bak",
          ".dpkg-tmp",
          ".ucf-old",
          ".ucf-dist");

  /** Suffix of the files that libvirt loads (src/conf/virdomainobjlist.c); it ignores others. */
  private static final String XML = ".xml";

  /**
   * Whether a file with this name in {@link #XL} can be a definition: not an example of Xen's
   * packages, a hidden file, or a copy of another file.
   */
  public static boolean namedForXl(String name) {
    return !name.startsWith(".")
        && EXAMPLES.stream().noneMatch(name::startsWith)
        && COPIES.stream().noneMatch(name::endsWith);
  }

  /** Whether libvirt loads a file with this name in {@link #LIBVIRT}. */
  public static boolean namedForLibvirt(String name) {
    return name.endsWith(XML);
  }

  /** The toolstack that reads a file of this folder. */
  public static Toolstack reader(Path file) {
    return file.startsWith(LIBVIRT) ? Toolstack.LIBVIRT : Toolstack.XL;
  }

  /** Its whole text. */
  public String text() {
    return content.text();
  }

  /** This file with another content. */
  public DefinitionFile with(Definition changed) {
    return new DefinitionFile(file, autoStart, changed);
  }
}
