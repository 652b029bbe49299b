package gangway.host;

import static gangway.host.GuideHost.DISK;

import java.util.ArrayList;
import java.util.List;

/** Adds disks, and the kernel's devices on them, to the guide's host. */
public final class DiskStacks {
  /** The kernel always has some file systems mounted that are on no disk. */
  public static final String NO_DISK_MOUNTED =
      "21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw\n";

  /** The heading is there without swaps too. */
  public static final String NO_SWAPS = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

  /** Two NVMe disks, each behind a root port of its own, with a partition each. */
  public static final String NVME = "0000:04:00.0";

  public static final String OTHER_NVME = "0000:05:00.0";
  public static final String NVME_PORT = "0000:00:1d.0";
  public static final String OTHER_NVME_PORT = "0000:00:1d.4";

  /** Two SAS adapters. */
  public static final String SAS = "0000:06:00.0";

  public static final String OTHER_SAS = "0000:07:00.0";

  private final GuideHost host;
  private final StringBuilder mounts = new StringBuilder();

  private DiskStacks(GuideHost host) {
    this.host = host;
  }

  public static DiskStacks on(GuideHost host) {
    return new DiskStacks(host);
  }

  public DiskStacks nvmes() {
    nvme(NVME_PORT, NVME, "nvme0", "259:0");
    nvme(OTHER_NVME_PORT, OTHER_NVME, "nvme1", "259:2");
    return this;
  }

  /** The driver of a function must be a module, so that the function can be hidden at boot. */
  private void nvme(String port, String address, String name, String number) {
    host.load("nvme", "nvme");
    host.function(port, "8086:a118", "60400", "pcieport");
    host.function(port + "/" + address, "8086:f1a5", "10802", "nvme");
    String disk = host.folder(address) + "/nvme/" + name + "/" + name + "n1";
    String first = number.split(":")[0] + ":" + (Integer.parseInt(number.split(":")[1]) + 1);
    host.disk(disk, number).partition(disk, name + "n1p1", first);
  }

  public DiskStacks sasAdapters() {
    host.load("mpt3sas", "mpt3sas");
    host.function("0000:00:01.0", "8086:1901", "60400", "pcieport");
    host.function("0000:00:01.0/" + SAS, "1000:0097", "10700", "mpt3sas");
    host.function("0000:00:01.0/" + OTHER_SAS, "1000:0097", "10700", "mpt3sas");
    return this;
  }

  /** A disk below an expander of a SAS adapter. */
  public DiskStacks sasDisk(String adapter, String name, String number) {
    host.disk(
        host.folder(adapter)
            + "/host6/port-6:0/expander-6:0/port-6:0:1/end_device-6:0:1/target6:0:0/6:0:0:0/block/"
            + name,
        number);
    state(name, "running");
    return this;
  }

  /** The state of a disk's device. */
  public DiskStacks state(String disk, String state) {
    host.put("sys/class/block/" + disk + "/device/state", state + "\n");
    return this;
  }

  /** A device of the device mapper, with udev's name. */
  public DiskStacks mapped(
      String name, String number, String title, String uuid, String... slaves) {
    host.volume(name, number, slaves);
    host.put("sys/devices/virtual/block/" + name + "/dm/name", title + "\n");
    host.put("sys/devices/virtual/block/" + name + "/dm/uuid", uuid + "\n");
    host.link("dev/mapper/" + title, "../" + name);
    return this;
  }

  /**
   * {@code /dev/mapper/vg-root}, {@code dm-100}: an LVM volume with an image on each of some disks,
   * either {@code rimage} with its metadata next to it, or {@code mimage} with a common log on
   * {@code sda2}.
   */
  public DiskStacks images(String kind, String... disks) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < disks.length; i++) {
      image(parts, kind + "_" + i, disks[i]);
      if (kind.equals("rimage")) {
        image(parts, "rmeta_" + i, disks[i]);
      }
    }
    if (kind.equals("mimage")) {
      image(parts, "mlog", "sda2");
    }
    mapped("dm-100", "253:100", "vg-root", "LVM-root", parts.toArray(String[]::new));
    parts.forEach(
        part -> host.link("sys/class/block/" + part + "/holders/dm-100", "../../../dm-100"));
    return this;
  }

  private void image(List<String> parts, String ending, String disk) {
    String name = "dm-" + (20 + parts.size());
    mapped(name, "253:" + (20 + parts.size()), "vg-root_" + ending, "LVM-" + ending, disk);
    parts.add(name);
  }

  /** A complete and idle array. */
  public DiskStacks array(String name, String number, String level, String... members) {
    host.volume(name, number, members);
    md(name, "level", level);
    md(name, "array_state", "clean");
    md(name, "raid_disks", Integer.toString(members.length));
    md(name, "degraded", "0");
    md(name, "layout", "258");
    md(name, "sync_action", "idle");
    md(name, "metadata_version", "1.2");
    for (String member : members) {
      md(name, "dev-" + member + "/state", "in_sync");
    }
    return this;
  }

  /** A file of an array's folder. */
  public DiskStacks md(String array, String file, String text) {
    host.put("sys/devices/virtual/block/" + array + "/md/" + file, text + "\n");
    return this;
  }

  /** A loop device on a file. */
  public DiskStacks loop(String name, String number, String file) {
    host.volume(name, number);
    host.put("sys/devices/virtual/block/" + name + "/loop/backing_file", file + "\n");
    return this;
  }

  /** A mounted btrfs file system of several devices; all kinds of data have the same profile. */
  public DiskStacks btrfs(String uuid, String way, String... devices) {
    String folder = "sys/fs/btrfs/" + uuid;
    for (String device : devices) {
      host.link(folder + "/devices/" + device, "../../../../class/block/" + device);
    }
    for (String kind : List.of("data", "metadata", "system")) {
      host.put(folder + "/allocation/" + kind + "/" + way + "/used_bytes", "1\n");
    }
    return this;
  }

  /** Adds a mount; the first one replaces the mounts of the plain host. */
  public DiskStacks mount(String number, String place, String type, String source) {
    return mount(number, place, type, source, "rw");
  }

  public DiskStacks mount(String number, String place, String type, String source, String options) {
    mounts.append(
        "27 1 %s / %s rw,relatime shared:1 - %s %s %s\n"
            .formatted(number, place, type, source, options));
    host.put("proc/self/mountinfo", mounts.toString());
    return this;
  }

  /** Removes all uses of the plain host's own disk. */
  public DiskStacks withoutPlainUses() {
    host.put("proc/self/mountinfo", NO_DISK_MOUNTED);
    host.put("proc/swaps", NO_SWAPS);
    return this;
  }

  /** A disk that dom0's kernel serves to a guest. */
  public DiskStacks served(int domid, String kind, String key, String value) {
    host.store().with("/local/domain/0/backend/" + kind + "/" + domid + "/51712/" + key, value);
    return this;
  }

  /** A property of a device in udev's database. */
  public DiskStacks signature(String number, String property) {
    host.put("run/udev/data/b" + number, "S:disk/by-id/x\nE:" + property + "\n");
    return this;
  }

  /** The disk of the plain host. */
  public String plainFolder() {
    return host.folder(DISK) + "/ata1/host0/target0:0:0/0:0:0:0/block/sda";
  }
}
