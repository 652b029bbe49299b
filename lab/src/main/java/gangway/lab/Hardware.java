package gangway.lab;

import gangway.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The configurable hardware of a lab's host. Every host also has the guide's three functions
 * ({@code 09:00.0}, {@code 0a:04.0}, {@code 0a:04.1}), an xHCI controller, a management NIC and a
 * system disk.
 *
 * @param iommu whether the host has an IOMMU, without which Xen refuses passthrough
 * @param nics number of additional e1000e NICs
 * @param nvmes number of NVMe controllers with a disk; they are hot-plugged after the host has
 *     started, because QEMU cannot take a snapshot of them
 * @param virtualFunctions whether the host has one more NVMe controller, without a disk, that
 *     supports four virtual functions (SR-IOV)
 */
public record Hardware(boolean iommu, int nics, int nvmes, boolean virtualFunctions) {
  /** The number of root ports that gives the guide's bus numbers. */
  static final int ROOT_PORTS = 9;

  private static final int USB_PORT = 2;
  static final int MANAGEMENT_PORT = 3;
  static final int GUIDE_PORT = 9;
  private static final List<Integer> FREE_PORTS = List.of(1, 4, 5, 6, 7, 8);

  public static final Hardware USUAL = new Hardware(true, 0, 1, false);

  public Hardware {
    int slots = nics + nvmes + (virtualFunctions ? 1 : 0);
    if (nics < 0 || nvmes < 0 || slots > FREE_PORTS.size()) {
      throw Problem.usage(
          "the lab's host has slots for " + FREE_PORTS.size() + " NICs and NVMe controllers",
          "use fewer; --nics, --nvmes and --sriov count together");
    }
  }

  /** The part of the hardware that a snapshot of the running host depends on. */
  String name() {
    return (iommu ? "iommu" : "no-iommu") + (nics > 0 ? "-nics" + nics : "");
  }

  /** QEMU's devices for the NVMe controllers, in the order of the hot-plug. */
  List<String> nvmeDevices() {
    List<String> devices = new ArrayList<>();
    for (int i = 0; i < nvmes; i++) {
      devices.add("nvme,drive=nvme%1$d,serial=lab%1$d,bus=rp%2$d".formatted(i, FREE_PORTS.get(i)));
    }
    if (virtualFunctions) {
      devices.add(
          "nvme,serial=labvf,subsys=subsystem,bus=rp%d,sriov_max_vfs=4,sriov_vq_flexible=8,sriov_vi_flexible=4,max_ioqpairs=10,msix_qsize=9"
              .formatted(FREE_PORTS.get(nvmes)));
    }
    return devices;
  }

  /** QEMU's arguments for all hardware except the NVMe controllers. */
  List<String> arguments(int sshPort) {
    List<String> arguments = new ArrayList<>();
    if (iommu) {
      device(arguments, "intel-iommu,intremap=on,caching-mode=on");
    }
    for (int port = 1; port <= ROOT_PORTS; port++) {
      device(
          arguments,
          "pcie-root-port,id=rp%d,chassis=%d,slot=%d,bus=pcie.0,addr=%x"
              .formatted(port, port, port, port + 1));
    }
    device(arguments, "i82801b11-bridge,id=bridge,bus=pcie.0,addr=0x1e");
    device(arguments, "qemu-xhci,bus=rp" + USB_PORT);
    // must exist from the start, because QEMU cannot hot-plug it
    device(arguments, "nvme-subsys,id=subsystem,nqn=lab");
    nic(
        arguments,
        "10.0.2.0/24,hostfwd=tcp:127.0.0.1:" + sshPort + "-:22",
        "e1000e,bus=rp" + MANAGEMENT_PORT,
        "52:54:00:03:00:00");
    nic(arguments, "10.9.0.0/24", "e1000e,bus=rp" + GUIDE_PORT, "52:54:00:09:00:00");
    nic(
        arguments,
        "10.10.0.0/24",
        "e1000,bus=bridge,addr=4.0,multifunction=on",
        "52:54:00:0a:04:00");
    nic(arguments, "10.10.1.0/24", "e1000,bus=bridge,addr=4.1", "52:54:00:0a:04:01");
    for (int i = 0; i < nics; i++) {
      int port = FREE_PORTS.get(FREE_PORTS.size() - 1 - i);
      nic(
          arguments,
          "10.%d.0.0/24".formatted(port + 100),
          "e1000e,bus=rp" + port,
          "52:54:00:%02x:00:00".formatted(port));
    }
    return arguments;
  }

  /** QEMU's arguments for a NIC below a root port in front of all others. */
  static List<String> cardInFront() {
    List<String> arguments = new ArrayList<>();
    device(arguments, "pcie-root-port,id=rp0,chassis=20,slot=20,bus=pcie.0,addr=1");
    nic(arguments, "10.20.0.0/24", "e1000e,bus=rp0", "52:54:00:00:00:01");
    return arguments;
  }

  private static void device(List<String> arguments, String device) {
    arguments.add("-device");
    arguments.add(device);
  }

  /** A NIC on a separate network, where the address .2 answers. */
  private static void nic(List<String> arguments, String network, String device, String mac) {
    String id = "net" + arguments.size();
    arguments.add("-netdev");
    arguments.add("user,id=" + id + ",net=" + network);
    device(arguments, device + ",netdev=" + id + ",romfile=,mac=" + mac);
  }
}
