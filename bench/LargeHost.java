import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Extends the functions of FunctionTree.java to a dom0: stacked block devices, stacked network interfaces, mounts,
 * routes, and all files of a function that a check reads.
 *
 * <p>Usage: {@code java LargeHost.java FOLDER BLOCK-DEVICES INTERFACES}. Storage functions have disks with two
 * partitions each; an md combines the second partitions of two disks, with dm-crypt on the md and LVM volumes on that.
 * Each card has an interface; a bond combines two interfaces, has VLANs, and each VLAN is in a bridge with a guest's
 * interface.
 */
final class LargeHost {
  private static final int CONFIG_BYTES = 4096;

  private final Path host;
  private final List<String> storage = new ArrayList<>();
  private final List<String> cards = new ArrayList<>();
  private final StringBuilder mounts = new StringBuilder("21 27 0:20 / /sys rw shared:7 - sysfs sysfs rw\n");
  private int numbers;

  private LargeHost(Path host) {
    this.host = host;
  }

  public static void main(String[] arguments) throws IOException {
    LargeHost large = new LargeHost(Path.of(arguments[0]));
    large.xen();
    large.functions();
    large.blockDevices(Integer.parseInt(arguments[1]));
    large.interfaces(Integer.parseInt(arguments[2]));
  }

  private void xen() throws IOException {
    write("sys/hypervisor/type", "xen\n");
    write("sys/hypervisor/version/major", "4\n");
    write("sys/hypervisor/version/minor", "17\n");
    write("proc/xen/capabilities", "control_d\n");
    write("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
    write("usr/sbin/update-initramfs", "");
    for (int guest = 0; guest < 20; guest++) {
      write("etc/xen/guest%d.cfg".formatted(guest), "name = \"guest%d\"\nmemory = 256\n".formatted(guest));
    }
  }

  /** Gives every function the files of a real function. */
  private void functions() throws IOException {
    List<Path> all;
    try (Stream<Path> links = Files.list(host.resolve("sys/bus/pci/devices"))) {
      all = links.sorted().toList();
    }
    for (Path link : all) {
      String address = link.getFileName().toString();
      Path real = link.toRealPath();
      String folder = host.toRealPath().relativize(real).toString();
      String type = Files.readString(real.resolve("class")).substring(2, 6);
      switch (type) {
        case "0108", "0107" -> storage.add(folder);
        case "0200" -> cards.add(folder);
        case "0604" -> {
          write(folder + "/secondary_bus_number", Integer.parseInt(address.substring(address.length() - 4, address.length() - 2), 16) + "\n");
          write(folder + "/subordinate_bus_number", Integer.parseInt(address.substring(address.length() - 4, address.length() - 2), 16) + "\n");
        }
        default -> {}
      }
      write(folder + "/reset_method", "flr bus\n");
      write(folder + "/numa_node", "0\n");
      write(folder + "/driver_override", "(null)\n");
      for (String file : List.of("enable", "d3cold_allowed", "dma_mask_bits", "local_cpulist", "power_state", "rescan", "remove")) {
        write(folder + "/" + file, "1\n");
      }
      for (int message = 0; message < 4; message++) {
        write(folder + "/msi_irqs/" + (100 + message), "msix\n");
      }
      Files.write(real.resolve("config"), config(Files.readAllBytes(real.resolve("config")), address));
    }
  }

  /** The original first registers, a few capabilities, and zeros, as in most of a real configuration space. */
  private static byte[] config(byte[] small, String address) {
    ByteBuffer space = ByteBuffer.allocate(CONFIG_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    space.put(0, small, 0, 0x40);
    byte[] noise = new byte[0x80];
    new Random(address.hashCode()).nextBytes(noise);
    space.put(0x80, noise);
    space.putInt(0x40, 0x0010 | 0x0002 << 16);
    space.putInt(0x44, 1 << 28);
    space.putInt(0x100, 0x0001 | 1 << 16 | 0x150 << 20);
    space.putInt(0x150, 0x000d | 1 << 16);
    return space.array();
  }

  private void blockDevices(int count) throws IOException {
    List<String> seconds = new ArrayList<>();
    int made = 0;
    for (int disk = 0; made < count; disk++) {
      String name = "nvme%dn1".formatted(disk);
      String folder = storage.get(disk % storage.size()) + "/nvme/nvme%d/%s".formatted(disk, name);
      block(folder);
      for (int part = 1; part <= 2; part++) {
        write(folder + "/%sp%d/partition".formatted(name, part), part + "\n");
        block(folder + "/%sp%d".formatted(name, part));
      }
      mount(name + "p1", disk == 0 ? "/" : "/srv/" + name);
      seconds.add(name + "p2");
      made += 3;
      if (disk % 2 == 1) {
        made += stack(disk, seconds.get(disk - 1), seconds.get(disk));
      }
    }
    write("proc/self/mountinfo", mounts.toString());
    write("proc/swaps", "Filename\tType\tSize\tUsed\n");
  }

  /** An md of two devices, dm-crypt on it, and volumes on that. */
  private int stack(int disk, String one, String other) throws IOException {
    String md = "md" + disk;
    virtualBlock(md, one, other);
    String crypt = "dm-" + disk * 10;
    virtualBlock(crypt, md);
    for (int volume = 1; volume <= 4; volume++) {
      virtualBlock("dm-" + (disk * 10 + volume), crypt);
      mount("dm-" + (disk * 10 + volume), "/data/%d/%d".formatted(disk, volume));
    }
    return 6;
  }

  private void virtualBlock(String name, String... slaves) throws IOException {
    String folder = "sys/devices/virtual/block/" + name;
    block(folder);
    for (String slave : slaves) {
      link(folder + "/slaves/" + slave, "../../" + slave);
    }
  }

  private void block(String folder) throws IOException {
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    write(folder + "/dev", "259:" + numbers++ + "\n");
    write(folder + "/size", "1000000\n");
    write("dev/" + name, "");
    link("sys/class/block/" + name, "../../../" + folder);
  }

  private void mount(String device, String place) throws IOException {
    String number = Files.readString(host.resolve("sys/class/block").resolve(device).resolve("dev")).strip();
    mounts.append("%d 1 %s / %s rw shared:1 - ext4 /dev/%s rw\n".formatted(30 + numbers, number, place, device));
  }

  private void interfaces(int count) throws IOException {
    int made = 0;
    for (int i = 0; made < count; i += 2) {
      String bond = "bond" + i;
      netInterface(bond, "sys/devices/virtual");
      for (int card = i; card < i + 2; card++) {
        String folder = cards.get(card % cards.size());
        String name = "eth" + card;
        netInterface(name, folder);
        link(folder + "/net/" + name + "/device", "../../");
        link("sys/devices/virtual/net/" + bond + "/lower_" + name, "../../../../../" + folder + "/net/" + name);
      }
      String vlan = bond + ".7";
      netInterface(vlan, "sys/devices/virtual");
      link("sys/devices/virtual/net/" + vlan + "/lower_" + bond, "../" + bond);
      String bridge = "xenbr" + i;
      String vif = "vif" + (i + 1) + ".0";
      netInterface(bridge, "sys/devices/virtual");
      netInterface(vif, "sys/devices/virtual");
      write("sys/devices/virtual/net/" + bridge + "/brif/" + vlan + "/port_no", "0x1\n");
      write("sys/devices/virtual/net/" + bridge + "/brif/" + vif + "/port_no", "0x2\n");
      made += 6;
    }
    write(
        "proc/net/route",
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            + "xenbr0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
  }

  private void netInterface(String name, String above) throws IOException {
    String folder = above + "/net/" + name;
    write(folder + "/operstate", "up\n");
    write(folder + "/address", "00:16:3e:00:%02x:%02x\n".formatted(numbers >> 8 & 0xff, numbers++ & 0xff));
    write(folder + "/ifindex", numbers + "\n");
    link("sys/class/net/" + name, "../../../" + folder);
  }

  private void write(String file, String text) {
    try {
      Files.createDirectories(host.resolve(file).getParent());
      Files.writeString(host.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void link(String link, String target) throws IOException {
    Files.createDirectories(host.resolve(link).getParent());
    Files.createSymbolicLink(host.resolve(link), Path.of(target));
  }
}
