package gangway.operation;

import gangway.host.DracutImages;
import gangway.host.ExtlinuxTool;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import gangway.host.MkinitcpioImages;
import gangway.host.MkinitfsImages;
import gangway.host.XenServerTool;

/** Where a host keeps the list of functions to hide at boot, and what the next boot reads. */
enum HideListPlace {
  UPDATE_INITRAMFS("with update-initramfs"),
  DRACUT("with dracut"),
  MKINITCPIO("with mkinitcpio"),
  MKINITFS("with mkinitfs"),
  GRUB("on the kernel command line of GRUB"),
  EXTLINUX("on the kernel command line of extlinux"),
  XEN_SERVER("on XCP-ng");

  private final String name;

  HideListPlace(String name) {
    this.name = name;
  }

  /** Makes a host one of this kind. */
  GuideHost install(GuideHost host) {
    return switch (this) {
      case UPDATE_INITRAMFS -> host;
      case DRACUT -> DracutImages.install(host);
      case MKINITCPIO -> MkinitcpioImages.install(host);
      case MKINITFS -> MkinitfsImages.install(host);
      case GRUB -> GrubTool.install(GrubTool.buildPcibackIn(host));
      case EXTLINUX ->
          ExtlinuxTool.install(GrubTool.buildPcibackIn(host.without("usr/sbin/update-initramfs")));
      case XEN_SERVER -> XenServerTool.install(host);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
