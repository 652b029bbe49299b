package gangway.xen.guest;

import gangway.pci.PciAddress;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import java.util.Optional;
import java.util.Set;

/**
 * A running guest, from XenStore.
 *
 * @param domid its domain ID, new at every start
 * @param name its name, which is not trusted: print it escaped
 * @param type how it is virtualized; unknown if libxl did not record it
 * @param uuid its UUID, which is part of the file names of libxl's records
 * @param pci the record of the functions that are assigned to it
 * @param noted those of these functions that libxl records in its own folder, too
 */
public record Domain(
    int domid,
    String name,
    GuestType type,
    String uuid,
    Optional<PciBackend> pci,
    Set<PciAddress> noted) {
  public Domain {
    noted = Set.copyOf(noted);
  }

  /** How its record of functions is read. */
  public AssignmentProtocol protocol() {
    return AssignmentProtocol.forReading(type);
  }

  /** Whether Gangway assigns functions to guests of its type. */
  public boolean supported() {
    return AssignmentProtocol.of(type).isPresent();
  }

  /** How far it is with a function; empty if the function is not on record for it. */
  public Optional<Assignment> assignment(PciAddress function) {
    return pci.flatMap(
        record -> record.entry(function).map(entry -> protocol().assignment(record, entry)));
  }

  /** Whether it has a function and sees it. */
  public boolean has(PciAddress function) {
    return assignment(function).equals(Optional.of(Assignment.ARRIVED));
  }

  /** Its record, while an attach or a detach is in progress. */
  public Optional<PciBackend> inProgress() {
    return pci.filter(protocol()::inProgress);
  }

  /** {@code pv1 (domain 3)}. */
  @Override
  public String toString() {
    return name + " (domain " + domid + ")";
  }
}
