package gangway.lab;

import java.util.Locale;

/** The releases of Debian that the lab's host can have; each is a file in lab/image/releases. */
public enum Release {
  /** Debian 12: Linux 6.1, libvirt 9.0. */
  BOOKWORM("4.17", "6.1."),
  /** Debian 13: Linux 6.12, libvirt 11.3. */
  TRIXIE("4.20", "6.12.");

  private final String xen;
  private final String linux;

  Release(String xen, String linux) {
    this.xen = xen;
    this.linux = linux;
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

  /** The begin of the version of Linux, in dom0 and in guests that use dom0's kernel. */
  String linux() {
    return linux;
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
