package gangway.handover;

import gangway.Problem;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Deadline;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.request.Request.Manner;
import gangway.toolstack.Assignment;
import gangway.toolstack.AssignmentProtocol;
import gangway.toolstack.Domains;
import gangway.toolstack.Exchange;
import gangway.toolstack.Exchange.Move;
import gangway.toolstack.GuestAgent;
import gangway.toolstack.GuestAgent.Answer;
import gangway.toolstack.PciBackend;
import gangway.xenstore.ActingXenStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The talk with a guest about one function of it, led in XenStore to one end or another.
 *
 * <p>See docs/decisions/0015-the-guest-releases-first.md.
 */
final class GuestTalk {
  /** How long a guest may be silent where it goes on without its answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration TURN = Duration.ofMillis(200);

  /** A turn with nothing left to do: the toolstack is about to end. */
  private static final Duration REST = Duration.ofMillis(20);

  /**
   * How many turns a guest is given to answer the toolstack: five seconds of the ten that libxl
   * waits.
   */
  private static final int TURNS_FOR_GUEST = 25;

  private final ActingMachine machine;
  private final ActingXenStore store;
  private final AssignmentProtocol protocol;
  private final Exchange exchange;
  private final List<String> nodes;

  GuestTalk(ActingMachine machine, int domid, Address function) {
    this.machine = machine;
    store = machine.actingXenStore();
    protocol = AssignmentProtocol.forReading(store, domid);
    exchange = protocol.exchange(domid, function);
    nodes = protocol.nodes(domid);
  }

  /** Has the guest let go of the function. */
  void letGo(Manner manner) {
    if (guestIsGone()) {
      return;
    }
    if (manner == Manner.ORDERLY) {
      consent();
    }
    Duration patience =
        switch (manner) {
          case ORDERLY -> State.GUEST_LIMIT;
          case FORCED -> PATIENCE;
        };
    boolean gone =
        ends(exchange::ask, patience)
            // one that has answered may need long to see that its bus is empty
            || (answered() && ends(exchange::ask, State.GUEST_LIMIT))
            || (manner == Manner.FORCED && ends(exchange::answerForGuest, PATIENCE));
    if (!gone) {
      throw Problem.failed(
          "the guest did not answer in time",
          "see what it does ('xl list', 'xl console %d') and try again; or take the function with"
                  .formatted(exchange.domid())
              + " --force, which its driver then loses as it uses it",
          states());
    }
  }

  /** Asks the agent in the guest, where there is one: the exchange itself asks no program there. */
  private void consent() {
    Optional<Address> vdev =
        record().flatMap(pci -> pci.entry(exchange.function())).flatMap(PciBackend.Entry::vdev);
    GuestAgent agent = new GuestAgent(exchange.domid());
    if (vdev.isEmpty() || !agent.present(store)) {
      return;
    }
    String token = UUID.randomUUID().toString();
    store.change(edit -> {
      edit.write(agent.question(), GuestAgent.mayGo(token, vdev.get()));
      return token;
    });
    // one that is silent may have ended, and pcifront is asked in any case
    Optional<Answer> answer =
        store.await(List.of(agent.answers()), PATIENCE, view -> agent.answer(view, token));
    if (answer.orElseGet(Answer.Yes::new) instanceof Answer.No(String reason)) {
      throw Problem.failed(
          "the guest needs it",
          "end that in the guest, and try again; or take the function with --force, and what is not"
              + " written yet is lost",
          "the agent in the guest: " + reason);
    }
  }

  /** Has the guest keep the function, or take it again. */
  void keep() {
    if (!guestIsGone() && !ends(exchange::keep, State.GUEST_LIMIT)) {
      throw Problem.failed("the guest does not take it again", "", states());
    }
  }

  /** Has the toolstack take away what the guest has let go of. */
  void pull(Command command) {
    Optional<Assignment> before =
        AssignmentProtocol.assignment(store, exchange.domid(), exchange.function());
    if (guestIsGone() || before.isEmpty()) {
      return;
    }
    if (before.get() == Assignment.ARRIVED) {
      throw Problem.failed("the guest has not let go of it", "ask it first", states());
    }
    Result result = machine.run(command, new Attendant());
    // others of the guest's functions are not to wait behind this one
    ends(exchange::attend, State.GUEST_LIMIT);
    Act.Run.mustBeOk(command, result);
  }

  /** Attends the toolstack: a turn each time it runs. */
  private final class Attendant implements Runnable {
    private int turns;

    @Override
    public void run() {
      turns++;
      if (ends(turns > TURNS_FOR_GUEST ? exchange::attendAlone : exchange::attend, TURN)) {
        store.await(nodes, REST, _ -> Optional.empty());
      }
    }
  }

  private record Turn(Optional<PciBackend> seen, Move move) {}

  /** Leads the talk; false if it did not come to its end in time. */
  private boolean ends(Function<Optional<PciBackend>, Move> purpose, Duration limit) {
    Deadline deadline = machine.clock().deadline(limit);
    while (true) {
      Turn turn =
          store.change(edit -> {
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

  /** Waits until the record is not as it was seen, be it by one's own writing. */
  private boolean changes(Optional<PciBackend> seen, Duration limit) {
    return store
        .await(
            nodes,
            limit,
            view ->
                PciBackend.read(view, exchange.domid()).equals(seen)
                    ? Optional.empty()
                    : Optional.of(true))
        .isPresent();
  }

  /** One that was destroyed or restarted has nothing any more that could be asked for. */
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
            "XenStore: %s: backend %s, the guest's end %s, entry %s"
                .formatted(
                    PciBackend.path(exchange.domid()),
                    pci.backend(),
                    pci.frontend(),
                    pci.entry(exchange.function())
                        .map(entry -> entry.state().toString())
                        .orElse("gone")))
        .orElse("XenStore: " + PciBackend.path(exchange.domid()) + " is gone");
  }
}
