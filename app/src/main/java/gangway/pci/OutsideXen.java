package gangway.pci;

import java.util.List;
import java.util.Optional;

/**
 * A function that does not exist for Xen, and that pciback therefore cannot hold: Xen numbers PCI
 * domains with 16 bits (xen/include/public/physdev.h, {@code physdev_pci_device.seg}), and pciback
 * refuses larger numbers in {@code hide=} and {@code new_slot} (drivers/xen/xen-pciback/pci_stub.c,
 * {@code pcistub_device_id_add}). Linux uses larger numbers for the devices behind a VMD.
 *
 * @param controller the function through which dom0 reaches it, such as the VMD, and that Xen knows
 */
public record OutsideXen(PciAddress function, Optional<PciAddress> controller) {

  /**
   * The function, if Xen does not know it.
   *
   * @param path the functions above it, from the root complex down
   */
  public static Optional<OutsideXen> of(PciAddress function, List<PciAddress> path) {
    return known(function)
        ? Optional.empty()
        : Optional.of(
            new OutsideXen(
                function, path.reversed().stream().filter(OutsideXen::known).findFirst()));
  }

  /** Whether Xen can have a function at an address. */
  public static boolean known(PciAddress function) {
    return function.domain() <= PciAddress.LAST_XEN_DOMAIN;
  }

  /** What is so, in one sentence. */
  public String sentence() {
    return "Xen does not know %s, so no guest can get it: Xen has PCI domains up to %x only"
        .formatted(function, PciAddress.LAST_XEN_DOMAIN);
  }

  /** What the administrator can do. */
  public String remedy() {
    return controller
        .map(
            "hide and attach %1$s instead, with all devices behind it: gangway hide %1$s"
                ::formatted)
        .orElse("use a device in a PCI domain up to %x".formatted(PciAddress.LAST_XEN_DOMAIN));
  }

  /** The fact that proves it. */
  public String evidence() {
    return "%s is in PCI domain %x".formatted(function, function.domain())
        + controller.map(above -> ", behind " + above).orElse("");
  }
}
