package gangway.toolstack;

import java.util.Optional;

/**
 * A running guest, as XenStore knows it.
 *
 * @param domid its number, new at every start
 * @param name its name; it comes from whoever made the guest: hostile until printed escaped
 * @param type how it is virtualized; unknown if libxl did not note it
 * @param uuid its UUID, as in the file names of libxl's notes
 * @param pci the record of the functions it was given
 */
public record Domain(
    int domid, String name, GuestType type, String uuid, Optional<PciBackend> pci) {

  /** Whether it is the kind of guest Gangway hands functions to. */
  public boolean paravirtualized() {
    return type == GuestType.PV;
  }

  /** {@code pv1 (domain 3)}. */
  @Override
  public String toString() {
    return name + " (domain " + domid + ")";
  }
}
