package gangway.toolstack;

import java.util.Optional;

/**
 * A running guest, from XenStore.
 *
 * @param domid its domain ID, new at every start
 * @param name its name, which is not trusted: print it escaped
 * @param type {@code pv}, {@code pvh} or {@code hvm}; {@code ?} if libxl did not record it
 * @param uuid its UUID, which is part of the file names of libxl's records
 * @param pci the record of the functions that are assigned to it
 */
public record Domain(int domid, String name, String type, String uuid, Optional<PciBackend> pci) {

  /** Whether it is a PV guest, the only type to which Gangway assigns functions. */
  public boolean paravirtualized() {
    return type.equals("pv");
  }

  /** {@code pv1 (domain 3)}. */
  @Override
  public String toString() {
    return name + " (domain " + domid + ")";
  }
}
