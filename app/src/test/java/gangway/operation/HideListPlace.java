package gangway.operation;

import gangway.host.DracutImages;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import gangway.host.MkinitcpioImages;
import gangway.host.MkinitfsImages;
import gangway.host.XenServerTool;
import java.util.function.UnaryOperator;

/** Where a host keeps the list of functions to hide at boot, and what the next boot reads. */
enum HideListPlace {
  UPDATE_INITRAMFS("with update-initramfs", UnaryOperator.identity()),
  DRACUT("with dracut", DracutImages::install),
  MKINITCPIO("with mkinitcpio", MkinitcpioImages::install),
  MKINITFS("with mkinitfs", MkinitfsImages::install),
  GRUB(
      "on the kernel command line of GRUB",
      host -> GrubTool.install(GrubTool.buildPcibackIn(host))),
  XEN_SERVER("on XCP-ng", XenServerTool::install);

  private final String name;
  private final UnaryOperator<GuideHost> installed;

  HideListPlace(String name, UnaryOperator<GuideHost> installed) {
    this.name = name;
    this.installed = installed;
  }

  /** Makes a host one of this kind. */
  GuideHost install(GuideHost host) {
    return installed.apply(host);
  }

  @Override
  public String toString() {
    return name;
  }
}
