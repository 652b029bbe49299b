package gangway.xen.protocol;

import gangway.pci.PciAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * PV guests: pciback and the guest's pcifront communicate in XenStore ({@link PcifrontExchange}).
 */
record PvPciFront() implements AssignmentProtocol {
  static final PvPciFront INSTANCE = new PvPciFront();

  /** The slots of the virtual bus (drivers/xen/xen-pciback/vpci.c). */
  private static final int SLOTS = 32;

  private static final Set<XenbusState> STARTING =
      EnumSet.of(XenbusState.INITIALISING, XenbusState.INIT_WAIT, XenbusState.INITIALISED);

  @Override
  public Assignment assignment(PciBackend record, PciBackend.Entry entry) {
    if (settled(record)) {
      return switch (entry.state()) {
        case INITIALISED -> entry.vdev().isPresent() ? Assignment.ARRIVED : Assignment.UNSETTLED;
        case CLOSING, CLOSED -> Assignment.RELEASED;
        default -> Assignment.UNSETTLED;
      };
    }
    return awaited(record, entry) ? Assignment.AWAITED : Assignment.UNSETTLED;
  }

  /** Whether the guest is starting: the backend waits with the entry for the guest's driver. */
  private static boolean awaited(PciBackend record, PciBackend.Entry entry) {
    return record.frontend() == XenbusState.INITIALISING
        && STARTING.contains(record.backend())
        && STARTING.contains(entry.state());
  }

  @Override
  public boolean inProgress(PciBackend record) {
    return record.backend() == XenbusState.RECONFIGURING
        || record.backend() == XenbusState.RECONFIGURED;
  }

  @Override
  public boolean settled(PciBackend record) {
    return record.backend() == XenbusState.CONNECTED && record.frontend() == XenbusState.CONNECTED;
  }

  @Override
  public boolean unanswered(PciBackend record) {
    return record.backend() == XenbusState.RECONFIGURING
        && record.frontend() == XenbusState.CONNECTED;
  }

  @Override
  public List<String> nodes(int domid) {
    return List.of(PciBackend.path(domid), PciBackend.frontendPath(domid));
  }

  @Override
  public Exchange exchange(int domid, PciAddress function) {
    return new PcifrontExchange(domid, function);
  }

  /**
   * libxl asks the guest only after it has revoked the guest's access to the function's memory and
   * interrupt.
   */
  @Override
  public boolean asksBeforeDetach() {
    return true;
  }

  /** The third setting, bounce buffers, is not visible from dom0 for every kernel. */
  @Override
  public Set<Readiness> hotPlugSettings() {
    return Set.of(Readiness.PASSTHROUGH, Readiness.MEMORY_MAP);
  }

  @Override
  public int slots() {
    return SLOTS;
  }
}
