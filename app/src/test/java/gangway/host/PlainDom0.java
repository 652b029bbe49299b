package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;

import gangway.pci.Examples;
import java.util.List;

/** What the guide's host has before a test changes anything. */
record PlainDom0(GuideHost host) {
  static final String KERNEL = "6.1.0-37-amd64";

  /** The initramfs. */
  static final String IMAGE = "boot/initrd.img-" + KERNEL;

  /**
   * The programs that the plain host does not have and the program asks for. Without iproute2 only
   * /proc tells of the network.
   */
  private static final List<String> MISSING = List.of("ip", "ovs-vsctl", "virt-install", "wg");

  private static final byte[] ROOT_PORT = Examples.configBytes("root-port.txt");

  void layOut() {
    MISSING.forEach(host::withoutProgram);
    xen();
    functions();
    storage();
    network();
    consoles();
    boot();
    guests();
    room();
  }

  private void xen() {
    host.put("sys/hypervisor/type", "xen\n")
        .put("sys/hypervisor/version/major", "4\n")
        .put("sys/hypervisor/version/minor", "17\n")
        .put("sys/hypervisor/version/extra", ".7\n")
        .put("proc/xen/capabilities", "control_d\n");
    host.answer(
        "xl info",
        """
        virt_caps              : pv pv_directio iommu_hap_pt_share
        xen_version            : 4.17.7
        xen_commandline        : placeholder dom0_mem=2048M,max:2048M iommu=verbose
        """);
    host.answer(
        "xl dmesg",
        """
        (XEN) [VT-D]found ACPI_DMAR_DRHD:
        (XEN) [VT-D] endpoint: 0000:00:1f.2
        (XEN) I/O virtualisation enabled
        (XEN)  - Dom0 mode: Relaxed
        (XEN) Interrupt remapping enabled
        """);
  }

  private void functions() {
    host.function("0000:00:1c.0", "8086:a110", "60400", "pcieport")
        .function("0000:00:1c.4", "8086:a114", "60400", "pcieport")
        .function("0000:00:1e.0", "8086:244e", "60401", "")
        .opens("0000:00:1c.0", 9)
        .put(host.folder("0000:00:1c.0") + "/config", ROOT_PORT)
        .opens("0000:00:1c.4", 3)
        .put(host.folder("0000:00:1c.4") + "/config", ROOT_PORT)
        .opens("0000:00:1e.0", 10)
        .function(DISK, "8086:2922", "10601", "ahci")
        .function("0000:00:1c.4/" + MANAGEMENT, "8086:10c9", "20000", "igb")
        .function("0000:00:1c.0/" + CARD, "8086:10d3", "20000", "e1000e")
        .function("0000:00:1e.0/" + TWIN, "8086:100e", "20000", "e1000")
        .function("0000:00:1e.0/" + OTHER_TWIN, "8086:100e", "20000", "e1000");
    host.put(host.folder(CARD) + "/reset_method", "flr bus\n");
    host.put(
        host.folder(CARD) + "/resource",
        "0x00000000fea00000 0x00000000fea1ffff 0x0000000000040200\n");
    host.put(
        "proc/iomem",
        """
        c0000000-febfffff : PCI Bus 0000:00
          fea00000-feafffff : PCI Bus 0000:09
            fea00000-fea1ffff : 0000:09:00.0
              fea00000-fea1ffff : e1000e
        """);
    host.put(
        "proc/interrupts",
        """
                   CPU0       CPU1
          9:          0          0  xen-pirq    -ioapic-level  acpi
         16:          0          0  xen-pirq    -ioapic-level  i801_smbus
         49:          0        695  xen-pirq    -msi-x     eth0-rx-0
        NMI:          0          0   Non-maskable interrupts
        """);
    host.put("sys/bus/pci/drivers_probe", "");
    for (String module : List.of("ahci", "igb", "e1000e", "e1000")) {
      host.load(module, module).put(GuideKernel.module(module), "");
    }
    host.load(Owner.PCIBACK, "xen_pciback").put(GuideKernel.module("xen-pciback"), "");
  }

  private void storage() {
    String sda = host.folder(DISK) + "/ata1/host0/target0:0:0/0:0:0:0/block/sda";
    host.disk(sda, "8:0").partition(sda, "sda1", "8:1").partition(sda, "sda2", "8:2");
    host.put(
        "proc/self/mountinfo",
        """
        21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
        """);
    host.put(
        "proc/swaps",
        """
        Filename                                Type            Size            Used
        /dev/sda2                               partition       998396          0
        """);
  }

  private void network() {
    host.netInterface("eth0", host.folder(MANAGEMENT))
        .netInterface("eth1", host.folder(CARD))
        .netInterface("eth2", host.folder(TWIN))
        .netInterface("eth3", host.folder(OTHER_TWIN))
        .netInterface("lo", "sys/devices/virtual")
        .defaultRoute("eth0");
  }

  private void consoles() {
    host.put("proc/consoles", "hvc0                 -W- (EC p  )  229:0\n");
    host.put(
        "proc/bus/input/devices",
        GuideHost.keyboard("AT keyboard", "/devices/platform/i8042/serio0"));
  }

  private void boot() {
    host.put("usr/bin/kmod", "")
        .link("sbin/modprobe", "../usr/bin/kmod")
        .put("usr/sbin/update-initramfs", "")
        .put("proc/cmdline", "placeholder root=/dev/sda1 ro quiet\n")
        .put("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n")
        .put("etc/modprobe.d/local.conf", "options e1000e InterruptThrottleRate=3\n")
        .put(IMAGE, "")
        .pack();
  }

  private void guests() {
    host.store().with("/local/domain/0/name", "Domain-0");
    host.guest(3, "pv1")
        .put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\nmemory = 256\n")
        .put("etc/xen/pv2.cfg", "name = \"pv2\"\nbootloader='pygrub'\nmemory = 256\n");
  }

  private void room() {
    host.put("var/lib/dpkg/status", "")
        .free(4_000_000, 4_000_000, 400_000)
        .free("/srv", 4_000_000)
        .free("/var/lib/gangway", 4_000_000)
        .free("/var/lib/gangway/saved", 4_000_000)
        .answer("stat -L -c %s /" + IMAGE, "41943040\n");
  }
}
