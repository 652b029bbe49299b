package gangway.host;

import gangway.boot.BootSettings;
import gangway.boot.BootSettingsReader;
import gangway.journal.Journal;
import gangway.machine.FakeClock;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.pci.Examples;
import gangway.toolstack.Store;
import gangway.xenstore.MapXenStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Xen host of the RHEL 5 guide: the files of its dom0 in a folder, laid out as the kernel lays
 * them out, its XenStore, and what its tools answer.
 *
 * <p>Plain, it has a root disk behind {@code 00:1f.2}, its default route through {@code 03:00.0}, a
 * network card at {@code 09:00.0} and one with two functions at {@code 0a:04}; pciback is loaded
 * and holds nothing. The guest pv1 runs as domain 3, pv2 is only defined.
 */
public final class GuideHost {
  public static final String CARD = "0000:09:00.0";
  public static final String TWIN = "0000:0a:04.0";
  public static final String OTHER_TWIN = "0000:0a:04.1";
  public static final String DISK = "0000:00:1f.2";
  public static final String MANAGEMENT = "0000:03:00.0";

  private static final byte[] ROOT_PORT = Examples.configBytes("root-port.txt");

  private static final String IMAGE = "boot/initrd.img-6.1.0-37-amd64";

  /** A function: its folder below /sys/devices, and the driver that is made for it. */
  private record Device(String folder, String id, String type, String driver) {}

  private final HostFiles files;
  private final MapXenStore store = new MapXenStore();
  private final FakeClock clock;
  private final Map<String, Result> answers = new TreeMap<>();
  private final Map<String, Device> devices = new TreeMap<>();
  private final SortedSet<String> quarantine = new TreeSet<>();
  private final Set<String> packed = new TreeSet<>();
  private final Set<String> paused = new TreeSet<>();
  private final List<Runnable> orphans = new ArrayList<>();
  private boolean superuser = true;
  private boolean listsTwice;
  private String ssh = "";

  /** A host whose files are in memory. */
  public GuideHost() {
    this(new FakeClock());
  }

  private GuideHost(FakeClock clock) {
    this(new MemoryFiles(clock), clock);
  }

  /** A host whose files are on the disk, where other programs can read them. */
  public GuideHost(Path root) {
    this(new DiskFiles(root), new FakeClock());
  }

  private GuideHost(HostFiles files, FakeClock clock) {
    this.files = files;
    this.clock = clock;
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
    put("sys/hypervisor/type", "xen\n");
    put("sys/hypervisor/version/major", "4\n");
    put("sys/hypervisor/version/minor", "17\n");
    put("sys/hypervisor/version/extra", ".7\n");
    put("proc/xen/capabilities", "control_d\n");
    answer(
        "xl info",
        """
        virt_caps              : pv pv_directio iommu_hap_pt_share
        xen_version            : 4.17.7
        xen_commandline        : placeholder dom0_mem=2048M,max:2048M iommu=verbose
        """);
    answer(
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
    function("0000:00:1c.0", "8086:a110", "60400", "pcieport");
    function("0000:00:1c.4", "8086:a114", "60400", "pcieport");
    function("0000:00:1e.0", "8086:244e", "60401", "");
    opens("0000:00:1c.0", 9).config("0000:00:1c.0", ROOT_PORT);
    opens("0000:00:1c.4", 3).config("0000:00:1c.4", ROOT_PORT);
    opens("0000:00:1e.0", 10);
    function(DISK, "8086:2922", "10601", "ahci");
    function("0000:00:1c.4/" + MANAGEMENT, "8086:10c9", "20000", "igb");
    function("0000:00:1c.0/" + CARD, "8086:10d3", "20000", "e1000e");
    function("0000:00:1e.0/" + TWIN, "8086:100e", "20000", "e1000");
    function("0000:00:1e.0/" + OTHER_TWIN, "8086:100e", "20000", "e1000");
    put(folder(CARD) + "/reset_method", "flr bus\n");
    put(folder(CARD) + "/resource", "0x00000000fea00000 0x00000000fea1ffff 0x0000000000040200\n");
    put(
        "proc/iomem",
        """
        c0000000-febfffff : PCI Bus 0000:00
          fea00000-feafffff : PCI Bus 0000:09
            fea00000-fea1ffff : 0000:09:00.0
              fea00000-fea1ffff : e1000e
        """);
    put(
        "proc/interrupts",
        """
                   CPU0       CPU1
          9:          0          0  xen-pirq    -ioapic-level  acpi
         16:          0          0  xen-pirq    -ioapic-level  i801_smbus
         49:          0        695  xen-pirq    -msi-x     eth0-rx-0
        NMI:          0          0   Non-maskable interrupts
        """);
    put("sys/bus/pci/drivers_probe", "");
    for (String module : List.of("ahci", "igb", "e1000e", "e1000")) {
      load(module, module);
    }
    load(Owner.PCIBACK, "xen_pciback");
    put("lib/modules/xen-pciback.ko", "");
  }

  private void storage() {
    String sda = folder(DISK) + "/ata1/host0/target0:0:0/0:0:0:0/block/sda";
    disk(sda, "8:0");
    partition(sda, "sda1", "8:1");
    partition(sda, "sda2", "8:2");
    put(
        "proc/self/mountinfo",
        """
        21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
        """);
    put(
        "proc/swaps",
        """
        Filename                                Type            Size            Used
        /dev/sda2                               partition       998396          0
        """);
  }

  private void network() {
    netInterface("eth0", folder(MANAGEMENT));
    netInterface("eth1", folder(CARD));
    netInterface("eth2", folder(TWIN));
    netInterface("eth3", folder(OTHER_TWIN));
    netInterface("lo", "sys/devices/virtual");
    defaultRoute("eth0");
  }

  private void consoles() {
    put("proc/consoles", "hvc0                 -W- (EC p  )  229:0\n");
    put("proc/bus/input/devices", keyboard("AT keyboard", "/devices/platform/i8042/serio0"));
  }

  private void boot() {
    put("usr/bin/kmod", "");
    link("sbin/modprobe", "../usr/bin/kmod");
    put("usr/sbin/update-initramfs", "");
    put("proc/cmdline", "placeholder root=/dev/sda1 ro quiet\n");
    put("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
    put("etc/modprobe.d/local.conf", "options e1000e InterruptThrottleRate=3\n");
    put(IMAGE, "");
    pack();
  }

  private void room() {
    put("var/lib/dpkg/status", "");
    free(4_000_000, 4_000_000, 400_000);
    answer("stat -L -c %s /" + IMAGE, "41943040\n");
  }

  /** Sets what is free where state, settings and the initramfs are kept, in KiB. */
  public GuideHost free(int state, int settings, int boot) {
    return answer(
        "df -P -k /var/lib /etc /boot",
        """
        Filesystem     1024-blocks    Used Available Capacity Mounted on
        /dev/sda2         20511312 9384328  %10d      49%% /
        /dev/sda2         20511312 9384328  %10d      49%% /
        /dev/sda1           481642  120344  %10d      26%% /boot
        """
            .formatted(state, settings, boot));
  }

  private void guests() {
    store.with("/local/domain/0/name", "Domain-0");
    guest(3, "pv1");
    put("etc/xen/pv1.cfg", "name = \"pv1\"\nmemory = 256\n");
    put("etc/xen/pv2.cfg", "name = \"pv2\"\nmemory = 256\n");
  }

  /** The pending changes of commands whose parent process was killed. */
  public List<Runnable> orphans() {
    return orphans;
  }

  /** Lets them do it. */
  public void orphansEnd() {
    orphans.forEach(Runnable::run);
    orphans.clear();
  }

  // what a test changes on the host

  public GuideHost put(String file, String text) {
    return put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public GuideHost put(String file, byte[] bytes) {
    files.put(file, bytes);
    return this;
  }

  public GuideHost link(String link, String target) {
    files.link(link, target);
    return this;
  }

  /** Takes a file or a folder away. */
  public GuideHost without(String path) {
    files.without(path);
    return this;
  }

  /** Sets the time of the last change of a file. */
  public GuideHost modified(String file, Instant when) {
    files.modified(file, when);
    return this;
  }

  /** Makes a tool that only tells something tell this. */
  public GuideHost answer(String command, String out) {
    answers.put(command, new Result(0, out, ""));
    return this;
  }

  /** Makes a tool that only tells something fail. */
  public GuideHost refusal(String command) {
    answers.put(command, new Result(1, "", "no"));
    return this;
  }

  /** Takes a tool away. */
  public GuideHost withoutAnswer(String command) {
    answers.remove(command);
    return this;
  }

  public GuideHost withoutIommu() {
    return answer("xl info", "virt_caps              : pv\n");
  }

  /** Xen is built with shadow page tables; Debian's is not. */
  public GuideHost withShadow() {
    return answer("xl info", "virt_caps              : pv pv_directio shadow\n");
  }

  /** Xen's tools cannot be asked. */
  public GuideHost withoutXl() {
    return withoutAnswer("xl info").withoutAnswer("xl dmesg");
  }

  public GuideHost withoutRoot() {
    superuser = false;
    return this;
  }

  /** The module of pciback is there, and not loaded. */
  public GuideHost withPcibackToLoad() {
    return without(driverFolder(Owner.PCIBACK));
  }

  /** The kernel comes without pciback. */
  public GuideHost withoutPciback() {
    return withPcibackToLoad().without("lib/modules/xen-pciback.ko");
  }

  /** pciback is an old one, which lists a function as often as it is told of it. */
  public GuideHost listingTwice(String function) {
    listsTwice = true;
    slot(function, true);
    slot(function, true);
    return this;
  }

  /**
   * A function below {@code pci0000:00}, behind a bridge or not, and with its driver or without.
   */
  public GuideHost function(String path, String id, String type, String driver) {
    String address = path.substring(path.lastIndexOf('/') + 1);
    devices.put(address, new Device("sys/devices/pci0000:00/" + path, id, type, driver));
    put(folder(address) + "/uevent", Examples.uevent(address, id, type, ""));
    put(folder(address) + "/driver_override", "(null)\n");
    put(folder(address) + "/reset_method", "pm\n");
    link("sys/bus/pci/devices/" + address, "../../../../" + folder(address));
    if (!driver.isEmpty()) {
      put(driverFolder(driver) + "/bind", "");
      put(driverFolder(driver) + "/unbind", "");
      bind(driver, address);
    }
    return this;
  }

  /** Makes a function's configuration space. */
  public GuideHost config(String address, byte[] bytes) {
    return put(folder(address) + "/config", bytes);
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
  public GuideHost opened(String process, String node, String function) {
    String place = folder(function) + "/some/" + node.substring(node.lastIndexOf('/') + 1);
    put(place + "/uevent", "MAJOR=249\nMINOR=7\nDEVNAME=%s\n".formatted(node));
    link("sys/dev/char/249:7", "../../../" + place);
    put("proc/77/comm", process + "\n");
    return link("proc/77/fd/5", "/dev/" + node);
  }

  /** Makes a function the bridge a bus comes from. */
  public GuideHost opens(String bridge, int bus) {
    put(folder(bridge) + "/secondary_bus_number", bus + "\n");
    return put(folder(bridge) + "/subordinate_bus_number", bus + "\n");
  }

  /** Makes a function of another one's virtual. */
  public GuideHost virtual(String physical, String virtual) {
    link(folder(physical) + "/virtfn0", "../" + virtual);
    return link(folder(virtual) + "/physfn", "../" + physical);
  }

  public GuideHost disk(String folder, String number) {
    put(folder + "/dev", number + "\n");
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    put("dev/" + name, "");
    return link("sys/class/block/" + name, "../../../" + folder);
  }

  public GuideHost partition(String disk, String name, String number) {
    put(disk + "/" + name + "/partition", "1\n");
    return disk(disk + "/" + name, number);
  }

  /** A block device made of others: a volume, a RAID. */
  public GuideHost volume(String name, String number, String... slaves) {
    String folder = "sys/devices/virtual/block/" + name;
    disk(folder, number);
    for (String slave : slaves) {
      link(folder + "/slaves/" + slave, "../../" + slave);
    }
    return this;
  }

  /** A network interface of a function, or of none. */
  public GuideHost netInterface(String name, String above) {
    put(above + "/net/" + name + "/operstate", "up\n");
    if (!above.endsWith("virtual")) {
      link(above + "/net/" + name + "/device", "../../");
    }
    return link("sys/class/net/" + name, "../../../" + above + "/net/" + name);
  }

  /** Makes the only default route lead through an interface. */
  public GuideHost defaultRoute(String name) {
    return put(
        "proc/net/route",
        """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        %1$s	00000000	0102A8C0	0003	0	0	0	00000000	0	0	0
        %1$s	0002A8C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
        """
            .formatted(name));
  }

  /** The SSH connection of the user: {@code client port server port}. */
  public GuideHost sshFrom(String connection) {
    ssh = connection;
    return this;
  }

  /** A PV guest that runs. */
  public GuideHost guest(int domid, String name) {
    Store.guest(store, domid, name);
    return made(domid, "{}", "{ \"e820_host\": \"True\" }");
  }

  /** What libxl keeps of how a PV guest was made. */
  public GuideHost made(int domid, String createInfo, String paravirtualized) {
    return put(
        "var/lib/xen/userdata-d.%1$d.uuid-%1$d.libxl-json".formatted(domid),
        "{ \"c_info\": %s, \"b_info\": { \"type.pv\": %s }, \"on_reboot\": \"restart\" }\0"
            .formatted(createInfo, paravirtualized));
  }

  /** Hides functions, now, as gangway does. */
  public GuideHost hidden(String... functions) {
    for (String function : functions) {
      devices.computeIfPresent(
          function,
          (address, device) -> {
            unbind(device.driver(), address);
            put(
                "var/lib/gangway/original/" + address,
                "id=%s\ndriver=%2$s\nmodule=%2$s\n".formatted(device.id(), device.driver()));
            return device;
          });
      slot(function, true);
      bind(Owner.PCIBACK, function);
      quarantine.add(function);
    }
    return this;
  }

  /** Hides functions as the kernel does at boot: no driver had them, and xl has not seen them. */
  public GuideHost hiddenAtBoot(String... functions) {
    hidden(functions);
    for (String function : functions) {
      without("var/lib/gangway/original/" + function);
      quarantine.remove(function);
    }
    put(
        "sys/module/xen_pciback/parameters/hide",
        Stream.of(functions).map(f -> "(" + f + ")").collect(Collectors.joining("", "", "\n")));
    return this;
  }

  /** Makes libxl have had functions in its hands since the boot. */
  public GuideHost noted(String... functions) {
    for (String function : functions) {
      store.with(LibxlNote.node(address(function)), "");
    }
    return this;
  }

  /**
   * Makes a guest have functions. Each has a number of its own in any guest's record, so that what
   * is given back comes back to its place.
   */
  public GuideHost given(int domid, String... functions) {
    for (String function : functions) {
      Store.entry(store, domid, number(function), function);
    }
    return this;
  }

  static int number(String function) {
    return List.of(CARD, TWIN, OTHER_TWIN).indexOf(function);
  }

  // what the kernel does

  /** Makes a driver's folder, as loading its module does. */
  void load(String driver, String module) {
    List<String> attributes = new ArrayList<>(List.of("bind", "unbind"));
    if (driver.equals(Owner.PCIBACK)) {
      attributes.addAll(List.of("new_slot", "remove_slot", "slots", "permissive"));
    }
    if (exists(driverFolder(driver) + "/module")) {
      return;
    }
    attributes.forEach(attribute -> put(driverFolder(driver) + "/" + attribute, ""));
    put("sys/module/" + module + "/initstate", "live\n");
    link(driverFolder(driver) + "/module", "../../../../module/" + module);
  }

  /** Makes a driver hold a function; whether it did. */
  public boolean bind(String driver, String address) {
    Device device = devices.get(address);
    boolean takes =
        driver.equals(Owner.PCIBACK)
            ? slots().contains(address)
            : device != null && device.driver().equals(driver);
    String override = device == null ? "" : text(folder(address) + "/driver_override").strip();
    boolean overridden = !override.equals("(null)") && !override.equals(driver);
    if (device == null || !takes || overridden || exists(folder(address) + "/driver")) {
      return false;
    }
    String up = "../".repeat(device.folder().split("/").length - 1);
    link(folder(address) + "/driver", up + "bus/pci/drivers/" + driver);
    link(driverFolder(driver) + "/" + address, "../../../../../" + device.folder());
    put(folder(address) + "/uevent", Examples.uevent(address, device.id(), device.type(), driver));
    return true;
  }

  /** Makes the driver that is made for a function hold it, where it is there; it never fails. */
  boolean probe(String address) {
    Device device = devices.get(address);
    if (device != null && exists(driverFolder(device.driver()) + "/bind")) {
      bind(device.driver(), address);
    }
    return device != null;
  }

  /** Looks for functions for a driver that has just come. */
  void probeAll() {
    devices.keySet().forEach(this::probe);
  }

  /** Makes a driver let go of a function; whether it did. */
  public boolean unbind(String driver, String address) {
    Device device = devices.get(address);
    if (device == null || !exists(driverFolder(driver) + "/" + address)) {
      return false;
    }
    without(folder(address) + "/driver");
    without(driverFolder(driver) + "/" + address);
    put(folder(address) + "/uevent", Examples.uevent(address, device.id(), device.type(), ""));
    return true;
  }

  /** Lists a function among those pciback may hold, or takes it from them; whether it could. */
  boolean slot(String address, boolean listed) {
    List<String> slots = new ArrayList<>(slots());
    boolean was = slots.contains(address);
    if (!listed || !listsTwice) {
      slots.removeIf(address::equals);
    }
    if (listed) {
      slots.add(address);
    }
    Collections.sort(slots); // the kernel's order means nothing
    put(
        driverFolder(Owner.PCIBACK) + "/slots",
        slots.isEmpty() ? "" : String.join("\n", slots) + "\n");
    return listed || was;
  }

  private List<String> slots() {
    return text(driverFolder(Owner.PCIBACK) + "/slots").lines().toList();
  }

  /** Packs modprobe's files into the initramfs, which here is its own listing. */
  public GuideHost pack() {
    StringBuilder listing = new StringBuilder();
    for (String name : files.machine().list(Path.of("/etc/modprobe.d"))) {
      listing.append(
          "-rw-r--r--   1 root     root     %8d Jun  1 12:00 etc/modprobe.d/%s\n"
              .formatted(text("etc/modprobe.d/" + name).length(), name));
    }
    packed.clear();
    BootSettings settings = new BootSettingsReader(files.machine()).read();
    devices.keySet().stream()
        .filter(function -> settings.hiding(address(function)).isPresent())
        .forEach(packed::add);
    return put(IMAGE, listing.toString());
  }

  /** Boots the host again: with the settings in its initramfs, and without its guests. */
  public GuideHost reboot() {
    put("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
    devices.forEach((function, device) -> {
      unbind(Owner.PCIBACK, function);
      unbind(device.driver(), function);
      slot(function, packed.contains(function));
      if (!device.driver().isEmpty()) {
        load(device.driver(), device.driver());
      }
      if (exists(folder(function) + "/driver_override")) {
        put(folder(function) + "/driver_override", "(null)\n");
      }
      bind(packed.contains(function) ? Owner.PCIBACK : device.driver(), function);
    });
    quarantine.clear();
    store.without("/local/domain/3").without("/local/domain/0/backend/pci/3");
    return this;
  }

  /** The module whose alias a function's is, if there is one here. */
  String moduleFor(String modalias) {
    return devices.entrySet().stream()
        .filter(device -> text(folder(device.getKey()) + "/uevent").contains(modalias + "\n"))
        .map(device -> device.getValue().driver())
        .findFirst()
        .orElse("");
  }

  // what is there

  HostFiles files() {
    return files;
  }

  /** The host's clock; it does not restart for a new process that acts on the host. */
  public FakeClock clock() {
    return clock;
  }

  public MapXenStore store() {
    return store;
  }

  Map<String, Result> answers() {
    return answers;
  }

  SortedSet<String> quarantine() {
    return quarantine;
  }

  boolean hasXl() {
    return answers.containsKey("xl info");
  }

  /** The numbers of the guests that are paused. */
  public Set<String> paused() {
    return paused;
  }

  /** What {@code xl list} tells of the domains. */
  String domains() {
    return store.list("/local/domain").stream()
        .map(domid ->
            "%-40s %s   256     1     -b%s---       1.9\n"
                .formatted(
                    store.read("/local/domain/" + domid + "/name").orElse("(null)"),
                    domid,
                    paused.contains(domid) ? "p" : "-"))
        .collect(Collectors.joining());
  }

  Optional<String> ssh() {
    return Optional.of(ssh).filter(connection -> !connection.isEmpty());
  }

  boolean superuser() {
    return superuser;
  }

  /** The host as it can be looked at and acted upon. */
  public ActingHost machine() {
    return new ActingHost(this);
  }

  /** The host as it is observed. */
  public Host observed() {
    return new Observer(machine()).host();
  }

  /** The folder of a function below the root. */
  public String folder(String address) {
    Device device = devices.get(address);
    if (device == null) {
      throw new IllegalArgumentException("no function " + address);
    }
    return device.folder();
  }

  static String driverFolder(String driver) {
    return "sys/bus/pci/drivers/" + driver;
  }

  public boolean exists(String path) {
    return files.exists(path);
  }

  /** A file's bytes. */
  byte[] bytes(String file) {
    return files.bytes(file);
  }

  public String text(String file) {
    return exists(file) ? new String(bytes(file), StandardCharsets.UTF_8) : "";
  }

  /**
   * Every file, link, XenStore value and function in quarantine: two hosts alike have it alike.
   * What tells of the past is left out.
   */
  public SortedMap<String, String> everything() {
    SortedMap<String, String> all = files.all();
    all.keySet().removeIf(name -> ofThePast(Path.of(name)));
    store.values().forEach((path, value) -> all.put("XenStore " + path, value));
    quarantine.forEach(function -> all.put("in quarantine: " + function, ""));
    return all;
  }

  private static boolean ofThePast(Path file) {
    return Journal.keeps(file) || file.startsWith(HotPlugs.FOLDER);
  }

  /** What is not as it was, a line each. */
  public List<String> changesSince(SortedMap<String, String> before) {
    SortedMap<String, String> now = everything();
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .map(name -> name + ": was " + before.get(name) + ", is " + now.get(name))
        .toList();
  }

  /** An address as the program has it. */
  public static Address address(String text) {
    return Examples.address(text);
  }
}
