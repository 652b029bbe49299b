package gangway.xen.protocol;

import static gangway.xen.protocol.XenbusState.CLOSED;
import static gangway.xen.protocol.XenbusState.CLOSING;
import static gangway.xen.protocol.XenbusState.CONNECTED;
import static gangway.xen.protocol.XenbusState.INITIALISED;
import static gangway.xen.protocol.XenbusState.INITIALISING;
import static gangway.xen.protocol.XenbusState.RECONFIGURED;
import static gangway.xen.protocol.XenbusState.RECONFIGURING;

import gangway.pci.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The handshake in XenStore by which a guest releases a function, from dom0's side. Each method
 * serves one purpose: it maps the current record to dom0's next move, until the purpose is reached.
 *
 * <p>To ask the guest, dom0 sets the entry to closing and the backend to reconfiguring. The guest's
 * pcifront unbinds the driver, removes the function and sets its state to reconfiguring. pciback
 * then removes the function from the backend, resets it and sets its state to reconfigured.
 * pcifront rescans its bus and sets its state to connected, and so does pciback
 * (drivers/pci/xen-pcifront.c, drivers/xen/xen-pciback/xenbus.c). libxl uses the same handshake,
 * but only after it has revoked the guest's access to the function's memory and interrupt
 * (do_pci_remove in tools/libs/light/libxl_pci.c). libxl waits ten seconds for the backend to be
 * connected again, and ignores the timeout.
 *
 * <p>After the release the entry must be closed, because pciback and pcifront skip closed entries.
 * An entry that stays in closing would stop pciback at every later request.
 *
 * <p>See docs/decisions/0015-the-guest-releases-first.md.
 */
record PcifrontExchange(int domid, PciAddress function) implements Exchange {
  private static final PvPciFront PROTOCOL = PvPciFront.INSTANCE;
  private static final Move AWAIT = new Move.Await();
  private static final Move OVER = new Move.Over();

  /** Asks the guest to release the function. */
  @Override
  public Move ask(Optional<PciBackend> record) {
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.orElseThrow();
    if (PROTOCOL.settled(now)) {
      return switch (entry.get().state()) {
        case INITIALISED -> request(now, entry.get(), CLOSING);
        case CLOSING -> write(entry.get(), CLOSED, CONNECTED);
        case CLOSED -> OVER;
        default -> AWAIT;
      };
    }
    // offered to the guest, but never accepted
    return PROTOCOL.unanswered(now) && entry.get().state() == INITIALISING
        ? write(entry.get(), CLOSED, CONNECTED)
        : late(now).orElse(AWAIT);
  }

  /**
   * Answers in place of a guest that does not: pciback then removes the function from the guest.
   */
  @Override
  public Move answerForGuest(Optional<PciBackend> record) {
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.orElseThrow();
    if (PROTOCOL.unanswered(now) && entry.get().state() == CLOSING) {
      return write(PciBackend.frontendPath(domid), RECONFIGURING);
    }
    if (now.backend() == RECONFIGURED && now.frontend() == RECONFIGURING) {
      return write(PciBackend.frontendPath(domid), CONNECTED);
    }
    return ask(record);
  }

  /** Lets the guest keep the function: withdraws the request, or offers the function again. */
  @Override
  public Move keep(Optional<PciBackend> record) {
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.orElseThrow();
    if (PROTOCOL.assignment(now, entry.get()) == Assignment.ARRIVED) {
      return OVER;
    }
    if (PROTOCOL.unanswered(now) && entry.get().state() == CLOSING) {
      return write(entry.get(), INITIALISED, CONNECTED);
    }
    return PROTOCOL.assignment(now, entry.get()) == Assignment.RELEASED
        ? request(now, entry.get(), INITIALISING)
        : late(now).orElse(AWAIT);
  }

  /**
   * Assists the toolstack as it detaches a function that the guest has released. The toolstack asks
   * the guest again and the guest answers, but pciback does not, because it has nothing left to
   * remove. So dom0 answers in place of pciback.
   */
  @Override
  public Move attend(Optional<PciBackend> record) {
    if (record.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.get();
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      // the record disappears with its last function; a guest that rescans its bus then waits
      // forever
      return PROTOCOL.settled(now) || now.entries().isEmpty() ? OVER : late(now).orElse(AWAIT);
    }
    boolean answered = now.backend() == RECONFIGURING && now.frontend() == RECONFIGURING;
    // asked about a function it never saw, the guest finds no address in the entry and drops its
    // bus
    boolean unknown = PROTOCOL.unanswered(now) && entry.get().vdev().isEmpty();
    return answered || unknown ? write(PciBackend.path(domid), CONNECTED) : AWAIT;
  }

  /** Like {@link #attend}, for a guest that does not answer either. */
  @Override
  public Move attendAlone(Optional<PciBackend> record) {
    return entry(record).isPresent() && record.filter(PROTOCOL::unanswered).isPresent()
        ? write(PciBackend.path(domid), CONNECTED)
        : attend(record);
  }

  private Optional<PciBackend.Entry> entry(Optional<PciBackend> record) {
    return record.flatMap(pci -> pci.entry(function));
  }

  /**
   * Repairs the state after a late answer: a guest that answers a withdrawn request is told to
   * rescan its bus. pciback did not take part in that, so dom0 connects the backend again when the
   * guest is connected.
   */
  private Optional<Move> late(PciBackend record) {
    if (record.backend() == CONNECTED && record.frontend() == RECONFIGURING) {
      return Optional.of(write(PciBackend.path(domid), RECONFIGURED));
    }
    return record.backend() == RECONFIGURED && record.frontend() == CONNECTED
        ? Optional.of(write(PciBackend.path(domid), CONNECTED))
        : Optional.empty();
  }

  /**
   * A request of a settled record. A handshake that was interrupted after the guest's release may
   * have left another entry in closing: pciback would look for that function, and stop.
   */
  private Move request(PciBackend record, PciBackend.Entry entry, XenbusState state) {
    String node = PciBackend.path(domid);
    Map<String, String> values = new HashMap<>();
    record.entries().stream()
        .filter(other -> other.state() == CLOSING)
        .forEach(other -> values.put(node + "/state-" + other.index(), CLOSED.number()));
    values.put(node + "/state-" + entry.index(), state.number());
    values.put(node + "/state", RECONFIGURING.number());
    return Move.Write.of(values);
  }

  private Move write(PciBackend.Entry entry, XenbusState state, XenbusState backend) {
    String node = PciBackend.path(domid);
    return Move.Write.of(
        Map.of(
            node + "/state-" + entry.index(), state.number(),
            node + "/state", backend.number()));
  }

  private static Move write(String end, XenbusState state) {
    return Move.Write.of(Map.of(end + "/state", state.number()));
  }
}
