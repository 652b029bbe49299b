package gangway.host;

import java.time.Instant;

/**
 * A host whose devices are files of sysfs and proc.
 *
 * @param <H> the kind of host that the methods return
 */
abstract class HostOfFiles<H extends HostOfFiles<H>> {
  private final HostFiles files;

  HostOfFiles(HostFiles files) {
    this.files = files;
  }

  abstract H self();

  /** The folder of a function below the root. */
  public abstract String folder(String address);

  HostFiles files() {
    return files;
  }

  public H put(String file, String text) {
    files.put(file, text);
    return self();
  }

  public H put(String file, byte[] bytes) {
    files.put(file, bytes);
    return self();
  }

  public H link(String link, String target) {
    files.link(link, target);
    return self();
  }

  /** Moves a file or a folder to another place, and leaves a link to it. */
  public H moved(String path, String to) {
    files.put(to + ".beside", "");
    files.move(path, to);
    files.link(path, "/" + to);
    return self();
  }

  /** Gives a file or a folder a mode: {@code rw-------}. */
  public H mode(String path, String mode) {
    files.mode(path, mode);
    return self();
  }

  /** Sets when a file was last changed. */
  public H modified(String file, Instant when) {
    files.modified(file, when);
    return self();
  }

  /** Takes a file or a folder away. */
  public H without(String path) {
    files.without(path);
    return self();
  }

  /** A keyboard's paragraph of {@code /proc/bus/input/devices}. */
  public static String keyboard(String name, String above) {
    return """
    I: Bus=0003 Vendor=046d Product=c31c Version=0110
    N: Name="%s"
    P: Phys=usb-0000:00:14.0-1/input0
    S: Sysfs=%s/input/input3
    U: Uniq=
    H: Handlers=sysrq kbd leds event3
    B: PROP=0
    B: EV=120013
    B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
    B: LED=7

    """
        .formatted(name, above);
  }

  /** A character device of a function, which a process has open. */
  public H opened(String process, String node, String function) {
    String place = folder(function) + "/some/" + node.substring(node.lastIndexOf('/') + 1);
    put(place + "/uevent", "MAJOR=249\nMINOR=7\nDEVNAME=%s\n".formatted(node));
    link("sys/dev/char/249:7", "../../../" + place);
    put("proc/77/comm", process + "\n");
    return link("proc/77/fd/5", "/dev/" + node);
  }

  /** Makes a function the bridge a bus comes from. */
  public H opens(String bridge, int bus) {
    put(folder(bridge) + "/secondary_bus_number", bus + "\n");
    return put(folder(bridge) + "/subordinate_bus_number", bus + "\n");
  }

  /** Makes a function of another one's virtual. */
  public H virtual(String physical, String virtual) {
    link(folder(physical) + "/virtfn0", "../" + virtual);
    return link(folder(virtual) + "/physfn", "../" + physical);
  }

  public H disk(String folder, String number) {
    put(folder + "/dev", number + "\n");
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    put("dev/" + name, "");
    return link("sys/class/block/" + name, "../../../" + folder);
  }

  public H partition(String disk, String name, String number) {
    put(disk + "/" + name + "/partition", "1\n");
    return disk(disk + "/" + name, number);
  }

  /** A block device made of others: a volume, a RAID. */
  public H volume(String name, String number, String... slaves) {
    String folder = "sys/devices/virtual/block/" + name;
    disk(folder, number);
    for (String slave : slaves) {
      link(folder + "/slaves/" + slave, "../../" + slave);
    }
    return self();
  }

  /** A network interface of a function, or of none. */
  public H netInterface(String name, String above) {
    put(above + "/net/" + name + "/operstate", "up\n");
    if (!above.endsWith("virtual")) {
      link(above + "/net/" + name + "/device", "../../");
    }
    return link("sys/class/net/" + name, "../../../" + above + "/net/" + name);
  }

  /** Makes the only default route lead through an interface. */
  public H defaultRoute(String name) {
    return put(
        "proc/net/route",
        """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        %1$s	00000000	0102A8C0	0003	0	0	0	00000000	0	0	0
        %1$s	0002A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
        """
            .formatted(name));
  }

  public boolean exists(String path) {
    return files.exists(path);
  }

  /** A file's bytes. */
  public byte[] bytes(String file) {
    return files.bytes(file);
  }

  public String text(String file) {
    return files.text(file);
  }

  /** The mode of a file or a folder: {@code rw-------}. */
  public String mode(String path) {
    return files.mode(path);
  }
}
