package gangway.lab;

import java.util.Locale;

/** The releases of Debian that the lab's host can have; each is a file in lab/image/releases. */
public enum Release {
  /** Debian 12: Linux 6.1, libvirt 9.0. */
  BOOKWORM("4.17"),
  /** Debian 13: Linux 6.12, libvirt 11.3. */
  TRIXIE("4.20");

  private final String xen;

  Release(String xen) {
    this.xen = xen;
  }

  /** The release with Debian's name for it, as in the option {@code --release}. */
  static Release of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Debian's name for the release. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The version of Xen, as in Debian's names for its packages. */
  String xen() {
    return xen;
  }

  /** The folder of Xen's own programs in dom0. */
  String xenTools() {
    return "/usr/lib/xen-" + xen + "/bin";
  }

  @Override
  public String toString() {
    return word();
  }
}
