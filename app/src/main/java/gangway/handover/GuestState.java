package gangway.handover;

import gangway.host.LibxlNote;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Assignment;
import gangway.toolstack.AssignmentProtocol;
import gangway.toolstack.Domains;
import gangway.toolstack.PciBackend;
import gangway.xenstore.XenStoreView;
import java.util.Optional;

/**
 * Something a guest has a part in: seen in XenStore, and waited for there.
 *
 * <p>See docs/decisions/0014-guests-that-do-not-answer.md.
 */
public sealed interface GuestState extends State {
  int domid();

  boolean seen(XenStoreView store);

  @Override
  default boolean holds(Machine machine) {
    return machine.xenStore().filter(this::seen).isPresent();
  }

  /** A guest that was destroyed, or restarted under another number, has nothing any more. */
  @Override
  default boolean moot(Machine machine) {
    return machine.xenStore().filter(store -> !Domains.runs(store, domid())).isPresent();
  }

  @Override
  default boolean comes(Machine machine) {
    return machine
        .xenStore()
        .flatMap(xen ->
            xen.await(
                AssignmentProtocol.forReading(xen, domid()).nodes(domid()),
                GUEST_LIMIT,
                this::settled))
        .filter(seen -> seen)
        .isPresent();
  }

  /** Nothing is waited for of a guest that is gone. */
  private Optional<Boolean> settled(XenStoreView store) {
    boolean seen = seen(store);
    return seen || !Domains.runs(store, domid()) ? Optional.of(seen) : Optional.empty();
  }

  /** A guest has a function, sees it, and both ends of the connection are up. */
  record GuestHas(int domid, Address function) implements GuestState {
    @Override
    public boolean seen(XenStoreView store) {
      return AssignmentProtocol.assignment(store, domid, function)
          .equals(Optional.of(Assignment.ARRIVED));
    }

    @Override
    public String toString() {
      return "domain " + domid + " has " + function + " and sees it";
    }
  }

  /** A guest does not have a function, and nothing of it is under way. */
  record GuestLacks(int domid, Address function) implements GuestState {
    /** Of a guest that is gone libxl may still note that it has the function. */
    @Override
    public boolean moot(Machine machine) {
      return GuestState.super.moot(machine)
          && machine
              .xenStore()
              .filter(store -> LibxlNote.assigned(store, function, domid))
              .isEmpty();
    }

    @Override
    public boolean seen(XenStoreView store) {
      return AssignmentProtocol.assignment(store, domid, function).isEmpty();
    }

    @Override
    public String toString() {
      return "domain " + domid + " does not have " + function;
    }
  }

  /** A guest has let go of a function, which is still on record for it. */
  record GuestLetGo(int domid, Address function) implements GuestState {
    @Override
    public boolean seen(XenStoreView store) {
      return AssignmentProtocol.assignment(store, domid, function)
          .equals(Optional.of(Assignment.RELEASED));
    }

    @Override
    public String toString() {
      return "domain " + domid + " has let go of " + function;
    }
  }

  /**
   * A function is on record for a guest, which has it or has let go of it: nothing is under way.
   */
  record OnRecord(int domid, Address function) implements GuestState {
    @Override
    public boolean seen(XenStoreView store) {
      return PciBackend.read(store, domid)
          .filter(AssignmentProtocol.forReading(store, domid)::settled)
          .flatMap(pci -> pci.entry(function))
          .isPresent();
    }

    @Override
    public String toString() {
      return function + " is on record for domain " + domid;
    }
  }
}
