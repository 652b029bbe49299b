package gangway.passthrough;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Deadline;
import gangway.machine.Limit;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.request.Request.Manner;
import gangway.xen.guest.Domains;
import gangway.xen.guest.GuestAgent;
import gangway.xen.guest.GuestAgent.Answer;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.Exchange;
import gangway.xen.protocol.Exchange.Move;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.WritableXenStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The detach handshake with a guest for one function, in XenStore. dom0 leads it; {@link
 * PcifrontExchange} decides each move. An entry is the record of the function below the backend;
 * the numbers are XenBus states (xen/include/public/io/xenbus.h).
 *
 * <table>
 *   <caption>States of the handshake, as entry, backend, frontend</caption>
 *   <tr><th>state</th><th>next states: when</th></tr>
 *   <tr><td>attached (3, 4, 4)</td>
 *     <td>requested: dom0 writes entry 5 (closing) and backend 7 (reconfiguring)</td></tr>
 *   <tr><td>requested (5, 7, 4)</td>
 *     <td>answered: pcifront has removed the function and writes frontend 7, or, if forced and the
 *       guest is silent, dom0 writes it; attached: dom0 cancels and writes entry 3 and backend
 *       4</td></tr>
 *   <tr><td>answered (5, 7, 7)</td>
 *     <td>reset: pciback has reset the function and writes backend 8 (reconfigured)</td></tr>
 *   <tr><td>reset (5, 8, 7)</td>
 *     <td>settled: pcifront has scanned its bus and writes frontend 4, or, if forced and the guest
 *       is silent, dom0 writes it; then pciback writes backend 4</td></tr>
 *   <tr><td>settled (5, 4, 4)</td>
 *     <td>released: dom0 writes entry 6 (closed)</td></tr>
 *   <tr><td>released (6, 4, 4)</td>
 *     <td>gone: the toolstack requests the function again, dom0 writes backend 4 in the place of
 *       pciback, and the toolstack removes the entry; attached: dom0 offers the function again with
 *       entry 1 (initialising) and backend 7, and the guest takes it</td></tr>
 *   <tr><td>gone (no entry)</td><td>none</td></tr>
 * </table>
 *
 * <p>See docs/decisions/0015-the-guest-releases-first.md.
 */
final class DetachHandshake {
  private static final Duration TURN = Duration.ofMillis(200);

  /** The pause when no move is left: the toolstack is about to end. */
  private static final Duration REST = Duration.ofMillis(20);

  /**
   * How many turns the guest has to answer the toolstack: five of the ten seconds that libxl waits.
   */
  private static final int TURNS_FOR_GUEST = 25;

  private final WritableMachine machine;
  private final WritableXenStore store;
  private final AssignmentProtocol protocol;
  private final Exchange exchange;
  private final List<String> nodes;

  DetachHandshake(WritableMachine machine, int domid, PciAddress function) {
    this.machine = machine;
    store = machine.actingXenStore();
    protocol = AssignmentProtocol.forReading(store, domid);
    exchange = protocol.exchange(domid, function);
    nodes = protocol.nodes(domid);
  }

  /**
   * Requests the guest to release the function, and waits until the guest has released it.
   *
   * @throws Problem of kind FAILED if the guest refuses or does not answer
   */
  void letGo(Manner manner) {
    if (guestIsGone()) {
      return;
    }
    if (manner == Manner.ORDERLY) {
      consent();
    }
    Duration patience =
        switch (manner) {
          case ORDERLY -> machine.limit(Limit.GUEST_RESPONSE);
          case FORCED -> machine.limit(Limit.FORCED_DETACH);
        };
    boolean gone =
        ends(exchange::ask, patience)
            // a guest that has answered may need long to scan its empty bus
            || (answered() && ends(exchange::ask, machine.limit(Limit.GUEST_RESPONSE)))
            || (manner == Manner.FORCED && ends(exchange::answerForGuest, patience));
    if (!gone) {
      throw Problem.failed(
          "the guest did not answer in time",
          "check the guest ('xl list', 'xl console %s') and try again; or detach with --force: the"
                  .formatted(exchange.domid())
              + " guest's driver then loses the device while it uses it",
          states());
    }
  }

  /**
   * Asks the agent in the guest, if any: the handshake itself does not ask whether the device is in
   * use.
   */
  private void consent() {
    Optional<PciAddress> vdev =
        record().flatMap(pci -> pci.entry(exchange.function())).flatMap(PciBackend.Entry::vdev);
    GuestAgent agent = new GuestAgent(exchange.domid());
    if (vdev.isEmpty() || !agent.present(store)) {
      return;
    }
    // a silent agent may have ended; pcifront gets the request in any case
    Optional<Answer> answer = agent.mayGo(store, vdev.get());
    if (answer.orElseGet(Answer.Yes::new) instanceof Answer.No(String reason)) {
      throw Problem.failed(
          "the guest still uses the device",
          "stop the use in the guest and try again; or detach with --force: data that is not"
              + " written yet is lost",
          "the agent in the guest: " + reason);
    }
  }

  /**
   * Cancels the request: the guest keeps the function, or gets it back.
   *
   * @throws Problem of kind FAILED if the guest does not accept the function
   */
  void keep() {
    if (!guestIsGone() && !ends(exchange::keep, machine.limit(Limit.GUEST_RESPONSE))) {
      throw Problem.failed("the guest did not accept the device again", "", states());
    }
  }

  /**
   * Runs the toolstack's command that detaches the function, and attends it.
   *
   * @throws Problem of kind FAILED if the guest has not released the function, or the command fails
   */
  void pull(Command command) {
    Optional<Assignment> before =
        AssignmentProtocol.assignment(store, exchange.domid(), exchange.function());
    if (guestIsGone() || before.isEmpty()) {
      return;
    }
    if (before.get() == Assignment.ARRIVED) {
      throw Problem.failed(
          "the guest has not released the device",
          "request the guest to release it first",
          states());
    }
    Result result = machine.run(command, new Attendant());
    // complete the handshake, so that it does not delay other functions of the guest
    ends(exchange::attend, machine.limit(Limit.GUEST_RESPONSE));
    Action.Run.mustBeOk(command, result);
  }

  /**
   * Attends the toolstack while its command runs: one turn per call. A turn that fails, for example
   * because xenstored refuses a request, is repeated: without an answer in its place, pciback would
   * never be connected again, and no later detach could succeed.
   */
  private final class Attendant implements Runnable {
    private int turns;

    @Override
    public void run() {
      turns++;
      try {
        if (ends(turns > TURNS_FOR_GUEST ? exchange::attendAlone : exchange::attend, TURN)) {
          store.await(nodes, REST, _ -> Optional.empty());
        }
      } catch (RuntimeException | Error again) {
        // a failure that lasts is told when the command has ended
        machine.clock().park(TURN);
      }
    }
  }

  private record Turn(Optional<PciBackend> seen, Move move) {}

  /** Makes moves until the handshake is over; false if it was not over in time. */
  private boolean ends(Function<Optional<PciBackend>, Move> purpose, Duration limit) {
    Deadline deadline = machine.clock().deadline(limit);
    while (true) {
      Turn turn =
          store.changeDespite(
              exchange.domid(),
              edit -> {
                Optional<PciBackend> seen = PciBackend.read(edit, exchange.domid());
                Move move = purpose.apply(seen);
                if (move instanceof Move.Write(var values)) {
                  values.forEach(edit::write);
                }
                return new Turn(seen, move);
              });
      if (turn.move() instanceof Move.Over) {
        return true;
      }
      Duration left = deadline.left();
      if (left.isZero() || !changes(turn.seen(), left)) {
        return false;
      }
    }
  }

  /** Waits until the record differs from what was seen, also by a move of dom0. */
  private boolean changes(Optional<PciBackend> seen, Duration limit) {
    return store.awaitTrue(
        nodes, limit, view -> !PciBackend.read(view, exchange.domid()).equals(seen));
  }

  /** A guest that was destroyed or restarted has no function to release. */
  private boolean guestIsGone() {
    return !Domains.runs(store, exchange.domid());
  }

  private boolean answered() {
    return record().filter(protocol::unanswered).isEmpty();
  }

  private Optional<PciBackend> record() {
    return PciBackend.read(store, exchange.domid());
  }

  private String states() {
    return record()
        .map(pci ->
            "XenStore: %s: backend %s, frontend %s, entry %s"
                .formatted(
                    PciBackend.path(exchange.domid()),
                    pci.backend(),
                    pci.frontend(),
                    pci.entry(exchange.function())
                        .map(entry -> entry.state().toString())
                        .orElse("absent")))
        .orElse("XenStore: " + PciBackend.path(exchange.domid()) + " does not exist");
  }
}
