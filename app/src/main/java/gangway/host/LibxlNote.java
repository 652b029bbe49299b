package gangway.host;

import gangway.pci.Address;
import gangway.xenstore.XenStoreView;
import java.util.Optional;

/**
 * What libxl keeps in XenStore of a function that passed through its hands since dom0 booted
 * (tools/libs/light/libxl_pci.c, {@code pci_info_xs_path}).
 *
 * @param domid the domain it gave the function to; while there is one, it gives it to no other
 * @param driver the folder of the driver that it took the function from
 */
public record LibxlNote(Optional<Integer> domid, Optional<String> driver) {
  /** The node that all of them are below. */
  static final String NODE = "/libxl/pci";

  /** The node of a function's note. */
  public static String node(Address function) {
    return NODE + "/" + function.libxlName();
  }

  /** The node that says which domain has the function. */
  public static String domidNode(Address function) {
    return node(function) + "/domid";
  }

  /** Whether libxl has given a function to a domain, be the domain gone since. */
  public static boolean assigned(XenStoreView store, Address function, int domid) {
    return store.read(domidNode(function)).filter(Integer.toString(domid)::equals).isPresent();
  }

  /** The node that says where the function came from. */
  public static String driverNode(Address function) {
    return node(function) + "/driver_path";
  }
}
