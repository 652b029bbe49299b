package gangway.service.resource;

import gangway.host.Inventory;
import gangway.machine.Machine;
import gangway.pci.Placements;
import java.time.Instant;

/** The host that the service shows. */
public interface CurrentHost {

  /**
   * The host at one moment.
   *
   * @param placements where the functions are
   * @param generation grows with each change that the service has seen
   * @param time when the host was observed
   */
  record Seen(
      Machine machine, Inventory inventory, Placements placements, long generation, Instant time) {}

  /** The host as it is now, as far as the service knows. */
  Seen now();

  /** What the functions carry now, as far as the service knows. */
  ViewedUses uses();

  /** Where the host is read from, by one request at a time. */
  Machine machine();

  /**
   * The same host for a request that also asks another host. It is read by one request at a time,
   * but at the same time as {@link #machine}.
   */
  Machine machineBesideOthers();
}
