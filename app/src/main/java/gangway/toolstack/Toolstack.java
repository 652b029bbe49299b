package gangway.toolstack;

import java.util.Locale;

/** What manages a guest, and is asked to act on it. */
public enum Toolstack {
  /** Xen's own. */
  XL,
  /** libvirt, through virsh. */
  VIRSH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
