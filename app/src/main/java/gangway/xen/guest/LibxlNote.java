package gangway.xen.guest;

import gangway.pci.PciAddress;
import gangway.xenstore.XenStoreView;
import java.util.Optional;

/**
 * libxl's record of a function in XenStore, since dom0 booted (tools/libs/light/libxl_pci.c, {@code
 * pci_info_xs_path}).
 *
 * @param domid the domain to which libxl assigned the function; while it is set, libxl assigns the
 *     function to no other domain
 * @param driver the folder of the driver from which libxl took the function
 */
public record LibxlNote(Optional<Integer> domid, Optional<String> driver) {
  /** The parent node of all records. */
  public static final String NODE = "/libxl/pci";

  /** The node of a function's record. */
  public static String node(PciAddress function) {
    return NODE + "/" + function.libxlName();
  }

  /** The node with the function's domain. */
  public static String domidNode(PciAddress function) {
    return node(function) + "/domid";
  }

  /** Whether libxl has assigned a function to a domain; the domain may be gone since. */
  public static boolean assigned(XenStoreView store, PciAddress function, int domid) {
    return store.read(domidNode(function)).filter(Integer.toString(domid)::equals).isPresent();
  }

  /** The node with the function's former driver. */
  public static String driverNode(PciAddress function) {
    return node(function) + "/driver_path";
  }
}
