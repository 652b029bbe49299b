package gangway.host;

import gangway.xenstore.MapXenStore;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** xl, as it gives functions to pciback and to guests, and takes them back. */
record XlPci(GuideHost host, PciEnds ends) {
  private boolean held(String function) {
    return host.exists(GuideHost.driverFolder(Owner.PCIBACK) + "/" + function);
  }

  boolean assignable(String function) {
    if (held(function)) {
      host.quarantine().add(function);
    }
    return held(function);
  }

  boolean unassignable(String function) {
    return host.quarantine().remove(function)
        && host.kernel().unbind(Owner.PCIBACK, function)
        && host.kernel().slot(function, false);
  }

  boolean attach(int domid, String function) {
    if (!held(function) || has(domid, function)) {
      return false;
    }
    host.given(domid, function);
    ends.forget(domid, GuideHost.number(function));
    return true;
  }

  /**
   * Asks as libxl does: a hundred times it looks whether the backend is connected again, and calls
   * it done if it is not.
   */
  boolean detach(int domid, String function, Attendance attendance) {
    if (!has(domid, function)) {
      return false;
    }
    if (connectedAgain(domid, attendance)) {
      host.store()
          .with(ActingHost.record(domid) + "/state-" + GuideHost.number(function), "5")
          .with(ActingHost.record(domid) + "/state", "7");
      ends.answer(domid);
      if (connectedAgain(domid, attendance)) {
        strike(domid, function, attendance);
        attendance.turn();
      }
    }
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
    MapXenStore store = host.store();
    String node = ActingHost.record(domid);
    ends.forget(domid, GuideHost.number(function));
    for (String key : Set.of("key-", "dev-", "opts-", "state-", "vdev-")) {
      store.without(node + "/" + key + GuideHost.number(function));
    }
    IntStream.range(0, 3)
        .filter(i -> store.read(node + "/dev-" + i).isPresent())
        .max()
        .ifPresentOrElse(
            last -> store.with(node + "/num_devs", Integer.toString(last + 1)),
            () -> {
              attendance.turn();
              store.without(node).without(ActingHost.frontend(domid));
            });
  }

  private boolean has(int domid, String function) {
    return host.store()
        .read(ActingHost.record(domid) + "/dev-" + GuideHost.number(function))
        .isPresent();
  }
}
