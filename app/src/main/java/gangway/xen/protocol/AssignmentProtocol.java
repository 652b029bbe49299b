package gangway.xen.protocol;

import gangway.pci.PciAddress;
import gangway.xenstore.XenStoreView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How guests of a type accept and release functions: how their record in XenStore is read, the
 * handshake between dom0 and the guest, and the settings that the guest needs at its start. All
 * methods are pure.
 *
 * <p>The record itself, {@link PciBackend}, is the same for all types, because libxl writes it.
 */
public sealed interface AssignmentProtocol permits PvPciFront {

  /** The protocol of a type that Gangway assigns functions to; empty for every other type. */
  static Optional<AssignmentProtocol> of(GuestType type) {
    return switch (type) {
      case PV -> Optional.of(PvPciFront.INSTANCE);
      case PVH, HVM, UNKNOWN -> Optional.empty();
    };
  }

  /**
   * The protocol by which records of a type are read. Records of a type that Gangway does not
   * assign to are read as those of PV guests: an assignment that differs is {@link
   * Assignment#UNSETTLED}.
   */
  static AssignmentProtocol forReading(GuestType type) {
    return of(type).orElse(PvPciFront.INSTANCE);
  }

  /** The protocol of a domain that runs, or of which only the record is left. */
  static AssignmentProtocol forReading(XenStoreView store, int domid) {
    return forReading(GuestType.read(store, domid));
  }

  /** State of a function of a domain; empty if the function is not in the domain's record. */
  static Optional<Assignment> assignment(XenStoreView store, int domid, PciAddress function) {
    return PciBackend.read(store, domid)
        .flatMap(record ->
            record
                .entry(function)
                .map(entry -> forReading(store, domid).assignment(record, entry)));
  }

  /** State of the function of an entry. */
  Assignment assignment(PciBackend record, PciBackend.Entry entry);

  /** Whether an attach or a detach of a running guest is in progress. */
  boolean inProgress(PciBackend record);

  /** Whether both ends are connected, and nothing is in progress. */
  boolean settled(PciBackend record);

  /** Whether the guest has not answered a request. */
  boolean unanswered(PciBackend record);

  /** The nodes of XenStore that change when a function is attached to a domain or detached. */
  List<String> nodes(int domid);

  /** The exchange with a guest about a function. */
  Exchange exchange(int domid, PciAddress function);

  /**
   * Whether the guest must have released a function, by an {@link #exchange}, before the toolstack
   * detaches it.
   */
  boolean asksBeforeDetach();

  /** The settings that a guest needs for hot-plug. */
  Set<Readiness> hotPlugSettings();

  /** The maximum number of devices on the guest's virtual bus. */
  int slots();
}
