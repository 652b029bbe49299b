package gangway.passthrough;

import gangway.machine.Limit;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Condition;
import gangway.xen.guest.Domains;
import gangway.xen.guest.LibxlNote;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.XenStoreView;
import java.util.Optional;

/**
 * A condition about a guest: read from XenStore, and awaited there.
 *
 * <p>See docs/decisions/0014-guests-that-do-not-answer.md.
 */
public sealed interface AssignmentCondition extends Condition {
  int domid();

  boolean seen(XenStoreView store);

  @Override
  default boolean isMet(Machine machine) {
    return machine.xenStore().filter(this::seen).isPresent();
  }

  /** A guest that was destroyed, or restarted with another domid, has no functions. */
  @Override
  default boolean isMoot(Machine machine) {
    return machine.xenStore().filter(store -> !Domains.runs(store, domid())).isPresent();
  }

  @Override
  default boolean awaitMet(Machine machine) {
    return machine
        .xenStore()
        .flatMap(xen ->
            xen.await(
                AssignmentProtocol.forReading(xen, domid()).nodes(domid()),
                machine.limit(Limit.GUEST_RESPONSE),
                this::settled))
        .filter(seen -> seen)
        .isPresent();
  }

  /** The wait ends if the guest no longer exists. */
  private Optional<Boolean> settled(XenStoreView store) {
    boolean seen = seen(store);
    return seen || !Domains.runs(store, domid()) ? Optional.of(seen) : Optional.empty();
  }

  /** A guest has a function, its driver sees it, and backend and frontend are connected. */
  record GuestHas(int domid, PciAddress function) implements AssignmentCondition {
    @Override
    public boolean seen(XenStoreView store) {
      return AssignmentProtocol.assignment(store, domid, function)
          .equals(Optional.of(Assignment.ARRIVED));
    }

    @Override
    public Optional<String> mootWarning() {
      return Optional.of(SavedByOthers.warning(function.toString()));
    }

    @Override
    public String toString() {
      return "domain " + domid + " has " + function + " and its driver sees it";
    }
  }

  /** A guest does not have a function, and no attach or detach of it is in progress. */
  record GuestLacks(int domid, PciAddress function) implements AssignmentCondition {
    /** libxl may still record that a domain which no longer exists has the function. */
    @Override
    public boolean isMoot(Machine machine) {
      return AssignmentCondition.super.isMoot(machine)
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

  /** A guest has released a function, which XenStore still records for it. */
  record GuestReleased(int domid, PciAddress function) implements AssignmentCondition {
    @Override
    public boolean seen(XenStoreView store) {
      return AssignmentProtocol.assignment(store, domid, function)
          .equals(Optional.of(Assignment.RELEASED));
    }

    @Override
    public String toString() {
      return "domain " + domid + " has released " + function;
    }
  }

  /**
   * XenStore records a function for a guest, which has it or has released it; no attach or detach
   * is in progress.
   */
  record GuestOnRecord(int domid, PciAddress function) implements AssignmentCondition {
    @Override
    public boolean seen(XenStoreView store) {
      return PciBackend.read(store, domid)
          .filter(AssignmentProtocol.forReading(store, domid)::settled)
          .flatMap(pci -> pci.entry(function))
          .isPresent();
    }

    @Override
    public String toString() {
      return "XenStore records " + function + " for domain " + domid;
    }
  }

  /**
   * Like {@link GuestOnRecord}, and libxl records in its own folder that the guest has the
   * function: without it, {@code xl pci-assignable-remove} gives the function to dom0.
   */
  record GuestNoted(int domid, PciAddress function) implements AssignmentCondition {
    @Override
    public boolean seen(XenStoreView store) {
      return new GuestOnRecord(domid, function).seen(store)
          && LibxlNote.assigned(store, function, domid);
    }

    @Override
    public String toString() {
      return "XenStore and libxl record " + function + " for domain " + domid;
    }
  }
}
