package gangway.xen.guest;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Set;

/**
 * The running guests of XAPI, the toolstack of XenServer and XCP-ng: its xenopsd keeps a node
 * {@code /xapi/UUID} in XenStore for each (xen-api, ocaml/xenopsd/xc/device_common.ml, {@code
 * get_private_path}).
 *
 * @param uuids the UUIDs of its guests
 */
public record XapiGuests(Set<String> uuids) {
  private static final String NODES = "/xapi";

  /** The installer of XenServer and XCP-ng writes it, and XAPI reads it. */
  private static final Path INVENTORY = Path.of("/etc/xensource-inventory");

  public XapiGuests {
    uuids = Set.copyOf(uuids);
  }

  static XapiGuests read(Machine machine) {
    return new XapiGuests(
        machine.xenStore().map(store -> Set.copyOf(store.list(NODES))).orElse(Set.of()));
  }

  /** Whether XAPI manages the guests of a machine, also if none runs. */
  public static boolean manages(Machine machine) {
    return machine.exists(INVENTORY);
  }

  boolean has(Domain domain) {
    return uuids.contains(domain.uuid());
  }
}
