package gangway.host;

import gangway.xen.guest.Domains;
import java.util.Optional;
import java.util.function.Supplier;

/** xl, as it gives functions to pciback and to guests, and takes them back. */
record XlPci(GuideHost host, PciEnds ends) {
  private boolean held(String function) {
    return host.exists(GuideHost.driverFolder(Owner.PCIBACK) + "/" + function);
  }

  boolean assignable(String function) {
    if (ofGuest(function)) {
      return false;
    }
    if (held(function)) {
      host.quarantine().add(function);
    }
    return held(function);
  }

  boolean unassignable(String function) {
    return !ofGuest(function)
        && host.quarantine().remove(function)
        && host.kernel().unbind(Owner.PCIBACK, function)
        && host.kernel().slot(function, false);
  }

  /**
   * Xen refuses to move a function of a guest (device_assigned in xen/drivers/passthrough/pci.c).
   */
  private boolean ofGuest(String function) {
    return Domains.read(host.store()).holding(GuideHost.address(function)).findAny().isPresent();
  }

  boolean attach(int domid, String function) {
    boolean exists = host.store().read("/local/domain/" + domid + "/name").isPresent();
    if (!exists || !held(function) || record(domid).has(function)) {
      return false;
    }
    host.given(domid, function);
    ends.forget(domid, function);
    return true;
  }

  /**
   * Asks as libxl does: a hundred times it looks whether the backend is connected again, and calls
   * it done if it is not.
   */
  boolean detach(int domid, String function, Attendance attendance) {
    if (!record(domid).has(function)) {
      return false;
    }
    if (connectedAgain(domid, attendance)) {
      host.store()
          .with(
              ActingHost.record(domid) + "/state-" + record(domid).index(function).orElseThrow(),
              "5")
          .with(ActingHost.record(domid) + "/state", "7");
      ends.answer(domid);
      if (connectedAgain(domid, attendance)) {
        strike(domid, function, attendance);
        attendance.turn();
      }
    }
    record(domid).forget(function);
    return true;
  }

  private boolean connectedAgain(int domid, Attendance attendance) {
    Supplier<Boolean> connected =
        () -> host.store().read(ActingHost.record(domid) + "/state").equals(Optional.of("4"));
    for (int look = 0; look < 100 && !connected.get(); look++) {
      attendance.turn();
    }
    return connected.get();
  }

  /** The record goes with its last function, but not in the same instant. */
  private void strike(int domid, String function, Attendance attendance) {
    ends.forget(domid, function);
    record(domid).remove(function);
    if (record(domid).count() == 0) {
      attendance.turn();
      record(domid).delete();
    }
  }

  private PciRecord record(int domid) {
    return new PciRecord(host.store(), domid);
  }
}
