package gangway.toolstack;

import static gangway.toolstack.XenbusState.CLOSED;
import static gangway.toolstack.XenbusState.CLOSING;
import static gangway.toolstack.XenbusState.CONNECTED;
import static gangway.toolstack.XenbusState.INITIALISED;
import static gangway.toolstack.XenbusState.INITIALISING;
import static gangway.toolstack.XenbusState.RECONFIGURED;
import static gangway.toolstack.XenbusState.RECONFIGURING;

import gangway.pci.Address;
import java.util.Map;
import java.util.Optional;

/**
 * The talk in XenStore by which a guest lets go of a function, as dom0 leads it. Each method is one
 * purpose: from what the record says now to what dom0 does next, until that is over.
 *
 * <p>An entry set to closing and the backend to reconfiguring ask the guest. Its pcifront removes
 * the function, the driver first, and answers reconfiguring; pciback takes its end away, resets the
 * function and says reconfigured; pcifront looks at its bus again and is connected, and so is
 * pciback (drivers/pci/xen-pcifront.c, drivers/xen/xen-pciback/xenbus.c). libxl asks the same, but
 * only once it has taken the function's memory and interrupt from the guest (do_pci_remove in
 * tools/libs/light/libxl_pci.c); it waits ten seconds for the backend to be connected again, and
 * does not mind if it is not.
 *
 * <p>A guest that has let go has an entry that is closed, which pciback and pcifront pass over:
 * closing, it would make pciback stop at it whenever it is asked for something else.
 *
 * <p>See docs/decisions/0015-the-guest-releases-first.md.
 */
record PciExchange(int domid, Address function) implements Exchange {
  private static final PvPciFront PROTOCOL = PvPciFront.INSTANCE;
  private static final Move AWAIT = new Move.Await();
  private static final Move OVER = new Move.Over();

  /** Asks the guest to let go, until it has. */
  @Override
  public Move ask(Optional<PciBackend> record) {
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.orElseThrow();
    if (PROTOCOL.settled(now)) {
      return switch (entry.get().state()) {
        case INITIALISED -> write(entry.get(), CLOSING, RECONFIGURING);
        case CLOSING -> write(entry.get(), CLOSED, CONNECTED);
        case CLOSED -> OVER;
        default -> AWAIT;
      };
    }
    // offered, and never taken
    return PROTOCOL.unanswered(now) && entry.get().state() == INITIALISING
        ? write(entry.get(), CLOSED, CONNECTED)
        : late(now).orElse(AWAIT);
  }

  /** Does what the guest should have done when it was asked: pciback takes the function from it. */
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

  /** Lets the guest keep the function: takes back what was asked, or offers it anew. */
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
        ? write(entry.get(), INITIALISING, RECONFIGURING)
        : late(now).orElse(AWAIT);
  }

  /**
   * Attends the toolstack as it takes a function the guest has let go of: it asks the guest once
   * more, which answers, but pciback does not, for it has nothing left to take away.
   */
  @Override
  public Move attend(Optional<PciBackend> record) {
    if (record.isEmpty()) {
      return OVER;
    }
    PciBackend now = record.get();
    Optional<PciBackend.Entry> entry = entry(record);
    if (entry.isEmpty()) {
      // the record goes with its last function, and a guest sent to its bus then finds no end of it
      return PROTOCOL.settled(now) || now.entries().isEmpty() ? OVER : late(now).orElse(AWAIT);
    }
    boolean answered = now.backend() == RECONFIGURING && now.frontend() == RECONFIGURING;
    // a guest asked for what it never saw finds no address in the entry, and gives up its whole bus
    boolean unknown = PROTOCOL.unanswered(now) && entry.get().vdev().isEmpty();
    return answered || unknown ? write(PciBackend.path(domid), CONNECTED) : AWAIT;
  }

  /** The same where the guest does not answer either. */
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
   * Where one end is late: a guest that answers what nobody asks any more is told to look at its
   * bus again, and pciback, which was not in that, is connected again when the guest is.
   */
  private Optional<Move> late(PciBackend record) {
    if (record.backend() == CONNECTED && record.frontend() == RECONFIGURING) {
      return Optional.of(write(PciBackend.path(domid), RECONFIGURED));
    }
    return record.backend() == RECONFIGURED && record.frontend() == CONNECTED
        ? Optional.of(write(PciBackend.path(domid), CONNECTED))
        : Optional.empty();
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
