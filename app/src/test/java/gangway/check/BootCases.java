package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;

import gangway.host.DracutImages;
import gangway.host.GuideHost;
import java.util.stream.Stream;

/** Hosts whose kernel or initramfs makes boot settings have no effect. */
final class BootCases {
  private static final String HIDDEN_AT_BOOT = "options xen-pciback hide=(0000:09:00.0)\n";

  private BootCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocks(
            "DRIVER-BUILT-IN",
            hide(LASTING, CARD),
            on -> on.without("sys/bus/pci/drivers/e1000e/module")),
        blocks(
            "DRIVER-BUILT-IN",
            hide(LASTING, CARD),
            on -> on.without("sys/module/e1000e/initstate").put("sys/module/e1000e/uevent", "")),
        blocks(
            "DRIVER-BUILT-IN",
            hide(LASTING, CARD),
            on ->
                on.put("proc/sys/kernel/osrelease", "6.1.0-37-amd64\n")
                    .put(
                        "lib/modules/6.1.0-37-amd64/modules.builtin",
                        "kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko\n")),
        blocksUnlessAccepted("DEVICE-REPLACED", hide(NOW, CARD), BootCases::replaced),
        blocksUnlessAccepted("DEVICE-REPLACED", hide(LASTING, CARD), BootCases::replaced),
        blocksUnlessAccepted(
            "DEVICE-REPLACED",
            hide(LASTING, TWIN),
            on ->
                replaced(on)
                    .put(
                        "etc/modprobe.d/a.conf",
                        "options xen-pciback hide=(09:00.0)\nsoftdep e1000e pre: xen-pciback\n")),
        blocksUnlessAccepted(
            "DEVICE-REPLACED", attach(LASTING, "pv4", CARD), on -> replaced(on.hidden(CARD))),
        warns("DEVICE-REPLACED", unhide(NOW, CARD), on -> replaced(on.hidden(CARD))),
        blocks("INITRAMFS-FOREIGN", hide(LASTING, CARD), BootCases::withGenkernel),
        blocks(
            "INITRAMFS-FOREIGN",
            hide(LASTING, CARD),
            on -> DracutImages.install(on).put("boot/initrd.img-6.1.0-37-amd64", "")),
        blocks(
            "INITRAMFS-FOREIGN",
            hide(LASTING, CARD),
            on ->
                DracutImages.install(on)
                    .put("usr/sbin/update-initramfs", "")
                    .put("boot/vmlinuz-6.12.0-1-amd64", "")
                    .put(
                        "boot/initrd.img-6.12.0-1-amd64",
                        "FILE conf/initramfs.conf\nMODULES=most\n")),
        blocks(
            "INITRAMFS-FOREIGN",
            hide(LASTING, CARD),
            on -> on.without("usr/sbin/update-initramfs")),
        blocks(
            "INITRAMFS-FOREIGN",
            unhide(LASTING, CARD),
            on -> withGenkernel(on.put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT))));
  }

  /** Gangway hid an NVMe controller at the address that the card has now. */
  private static GuideHost replaced(GuideHost host) {
    return host.put("var/lib/gangway/original/" + CARD, "id=144d:a808\ndriver=nvme\nmodule=nvme\n")
        .put("etc/xen/pv4.cfg", "name = 'pv4'\nbootloader='pygrub'\n");
  }

  private static void withGenkernel(GuideHost host) {
    host.without("usr/sbin/update-initramfs").put("usr/bin/genkernel", "");
  }
}
