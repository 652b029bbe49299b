package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;

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
        blocks("INITRAMFS-FOREIGN", hide(LASTING, CARD), BootCases::withDracut),
        blocks(
            "INITRAMFS-FOREIGN",
            hide(LASTING, CARD),
            on -> on.without("usr/sbin/update-initramfs")),
        blocks(
            "INITRAMFS-FOREIGN",
            unhide(LASTING, CARD),
            on -> withDracut(on.put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT))));
  }

  private static void withDracut(GuideHost host) {
    host.without("usr/sbin/update-initramfs").put("usr/bin/dracut", "");
  }
}
