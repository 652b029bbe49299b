package gangway.host.storage;

import gangway.host.storage.Unplaced.Where;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block devices in {@code /sys/class/block} (Documentation/ABI/testing/sysfs-block in Linux'
 * sources).
 */
final class BlockDevices {
  private static final String DEV = "/dev/";

  private static final Path MAPPER = Path.of("/dev/mapper");
  private static final Path BLOCK = Path.of("/sys/class/block");

  /** Devices in memory; they are on no disk, except for a zram that writes back to one. */
  private static final Pattern MEMORY = Pattern.compile("(zram|ram|nullb)\\d+");

  /**
   * Folders of hardware that is on no PCI function: eMMC, NVDIMMs, disks of ARM boards. The SCSI
   * hosts of software (iSCSI) and USB over the network are platform devices too.
   */
  private static final Pattern NO_FUNCTION =
      Pattern.compile(
          "/sys/devices/(pseudo_\\d+|LNXSYSTM:00|pnp\\d+|platform/(?!host\\d+/|vhci_hcd)[^/]+)/.*");

  /**
   * An NVMe namespace with several paths, and one of these paths; the numbers are those of the
   * subsystem, the controller and the namespace (drivers/nvme/host/multipath.c).
   */
  private static final Pattern NVME_HEAD = Pattern.compile("nvme(\\d+)n(\\d+)");

  private static final Pattern NVME_WAY = Pattern.compile("nvme(\\d+)c\\d+n(\\d+)");

  private final Machine machine;
  private final Grounds grounds;
  private final Peers peers;
  private final Drbd drbd;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, String> byNumber = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Map<String, String> byMapperName = new HashMap<>();
  private final Map<String, String> multipaths = new TreeMap<>();
  private final Set<String> made = new HashSet<>();

  /** The numbers of the devices in memory. */
  private final Set<String> inMemory = new HashSet<>();

  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, List<String>> holders = new LinkedHashMap<>();

  /** The paths to the namespaces, by the numbers that both have in their names. */
  private final Map<String, List<String>> ways = new HashMap<>();

  private BlockDevices(Machine machine, KernelServers servers, Grounds grounds) {
    this.machine = machine;
    this.grounds = grounds;
    peers = new Peers(machine, servers, grounds);
    drbd = Drbd.read(machine);
  }

  /**
   * Reads the devices.
   *
   * @param servers those of this kernel
   * @param grounds learns why a device ends nowhere
   */
  static BlockDevices read(Machine machine, KernelServers servers, Grounds grounds) {
    BlockDevices devices = new BlockDevices(machine, servers, grounds);
    List<String> names = machine.list(BLOCK);
    for (String name : names) {
      Matcher way = NVME_WAY.matcher(name);
      if (way.matches()) {
        devices.ways.computeIfAbsent(numbers(way), _ -> new ArrayList<>()).add(name);
      }
    }
    for (String name : names) {
      if (!MEMORY.matcher(name).matches()) {
        devices.add(name);
      }
    }
    names.stream().filter(name -> MEMORY.matcher(name).matches()).forEach(devices::memory);
    MapperStatus status = new MapperStatus(machine);
    LvmImages.settle(status, devices.volumes, devices.byMapperName);
    MultipathStates.settle(status, devices.volumes, devices.multipaths, devices.byNumber);
    return devices;
  }

  /**
   * Adds a device in memory, if it writes back to a disk (Documentation/admin-guide/blockdev/
   * zram.rst: {@code backing_dev} is a path or {@code none}).
   */
  private void memory(String name) {
    Path folder = BLOCK.resolve(name);
    String number = text(folder.resolve("dev"));
    String backing = text(folder.resolve("backing_dev"));
    if (!backing.startsWith("/")) {
      inMemory.add(number);
      return;
    }
    Optional<String> disk = at(Path.of(backing));
    volumes.put(name, Volume.of(name, "/dev/" + name, disk.stream().toList()));
    byNumber.put(number, name);
    numbers.put(name, number);
    grounds.end(
        name,
        "%s writes back to %s, and no known disk has this name".formatted(name, backing),
        Where.ON_A_DISK);
  }

  private void add(String name) {
    Path folder = BLOCK.resolve(name);
    Optional<Path> real = machine.real(folder);
    if (real.isEmpty()) {
      return; // the device is gone meanwhile
    }
    List<PciAddress> path = PciBus.functionsAbove(real.get());
    List<String> entries = machine.list(folder);
    List<String> below = new ArrayList<>();
    // a device with slaves exists only in the kernel, so it is on no function
    if (entries.contains("slaves") && path.isEmpty()) {
      below.addAll(machine.list(folder.resolve("slaves")));
    }
    if (entries.contains("partition")) {
      Optional.ofNullable(real.get().getParent())
          .map(Path::getFileName)
          .map(Path::toString)
          .ifPresent(below::add);
    }
    Volume volume;
    if (entries.contains("dm")) {
      volume = mapped(name, folder, below);
    } else if (entries.contains("md")) {
      volume = array(name, folder, below);
    } else if (entries.contains("loop")) {
      volume = loop(name, folder);
    } else if (Drbd.named(name)) {
      volume = drbd.volume(name, below);
      made.add(name);
      if (!below.isEmpty()) {
        drbd.unknownPeer(name).ifPresent(why -> grounds.gap(name, why, Where.REMOTE));
      }
    } else {
      volume = plain(name, real.get(), path, below);
    }
    if (entries.contains("bcache") && !below.isEmpty() && !entries.contains("partition")) {
      made.add(name);
    }
    volumes.put(name, withWays(volume));
    String number = text(folder.resolve("dev"));
    if (!number.isEmpty()) {
      byNumber.put(number, name);
      numbers.put(name, number);
    }
    if (entries.contains("holders")) {
      holders.put(name, machine.list(folder.resolve("holders")));
    }
  }

  private Volume plain(String name, Path real, List<PciAddress> path, List<String> below) {
    boolean elsewhere = path.isEmpty() && below.isEmpty();
    List<PciAddress> functions = elsewhere ? peers.adapters(real) : path;
    Optional<Peer> peer =
        elsewhere && functions.isEmpty() ? peers.of(name, real) : Optional.empty();
    if (elsewhere && functions.isEmpty() && peer.isEmpty()) {
      if (NO_FUNCTION.matcher(real.toString()).matches()) {
        below.add(Grounds.NO_FUNCTION);
      }
      grounds.end(
          name,
          "the kernel has /dev/%s at %s, below no PCI function, and shows no other machine for it"
              .formatted(name.replace('!', '/'), real),
          Where.ANYWHERE);
    }
    String label = "/dev/" + name.replace('!', '/');
    return new Volume(name, label, below, Set.of(), 0, functions, peer);
  }

  /** A device of the device mapper; its uuid begins with the name of its creator. */
  private Volume mapped(String name, Path folder, List<String> below) {
    String title = text(folder.resolve("dm/name"));
    String uuid = text(folder.resolve("dm/uuid"));
    if (!title.isEmpty()) {
      byMapperName.put(title, name);
    }
    boolean partition = uuid.startsWith("part");
    if (!partition) {
      made.add(name);
    }
    String path = title.isEmpty() ? "/dev/" + name : "/dev/mapper/" + title;
    if (uuid.startsWith("mpath-")) {
      multipaths.put(name, title);
      return reached(name, path + " (multipath)", below);
    }
    String kind =
        uuid.startsWith("LVM-") ? " (LVM)" : uuid.startsWith("CRYPT-") ? " (dm-crypt)" : "";
    return Volume.of(name, path + kind, below);
  }

  private Volume array(String name, Path folder, List<String> below) {
    MdArray array = MdArray.read(machine, folder, below);
    if (!array.container()) {
      made.add(name);
    }
    String level = array.level().isEmpty() ? "" : " (" + array.level() + ")";
    return Volume.of(name, "/dev/" + name + level, below)
        .tolerating(array.tolerates(), array.spares());
  }

  /** A loop device; the kernel appends {@code (deleted)} to the name of a deleted file. */
  private Volume loop(String name, Path folder) {
    String file = text(folder.resolve("loop/backing_file")).replaceFirst(" \\(deleted\\)$", "");
    if (file.startsWith("/")) {
      files.put(name, Path.of(file));
    }
    return Volume.of(name, "/dev/" + name + (file.isEmpty() ? "" : " (" + file + ")"), List.of());
  }

  private Volume withWays(Volume volume) {
    Matcher head = NVME_HEAD.matcher(volume.name());
    if (!volume.path().isEmpty() || !head.matches()) {
      return volume;
    }
    List<String> own = ways.getOrDefault(numbers(head), List.of());
    return own.isEmpty() ? volume : reached(volume.name(), volume.label(), own);
  }

  /** A volume with several paths: it exists as long as one of them answers. */
  private Volume reached(String name, String label, List<String> ways) {
    Set<String> failed = new HashSet<>(ways);
    failed.removeIf(this::answers);
    return Volume.of(name, label, ways).tolerating(ways.size() - failed.size() - 1, failed);
  }

  private static String numbers(Matcher match) {
    return match.group(1) + " " + match.group(2);
  }

  /** Whether a disk answers, by the state of its SCSI device or NVMe controller, if known. */
  private boolean answers(String disk) {
    String state = text(BLOCK.resolve(disk).resolve("device/state"));
    return Set.of("", "running", "live").contains(state);
  }

  private String text(Path file) {
    return machine.read(file).map(String::strip).orElse("");
  }

  Map<String, Volume> volumes() {
    return volumes;
  }

  /** The device with a number, {@code 253:5}. */
  Optional<String> numbered(String number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** Whether a number is that of a device in memory. */
  boolean inMemory(String number) {
    return inMemory.contains(number);
  }

  /** Whether a path names a device in memory. */
  boolean inMemory(Path device) {
    Path folder = BLOCK.resolve(String.valueOf(device.getFileName()));
    return MEMORY.matcher(String.valueOf(device.getFileName())).matches()
        && inMemory.contains(text(folder.resolve("dev")));
  }

  /** The number of a device. */
  Optional<String> number(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  /** The device of a path in {@code /dev}. */
  Optional<String> at(Path path) {
    if (path.getNameCount() == 3 && path.startsWith(MAPPER)) {
      String device = byMapperName.get(path.getFileName().toString());
      if (device != null) {
        return Optional.of(device);
      }
    }
    // once for each mount: a text is compared faster than the names in a Path
    String real = machine.real(path).map(Path::toString).orElse("");
    String name = real.startsWith(DEV) ? real.substring(DEV.length()).replace('/', '!') : "";
    return volumes.containsKey(name) ? Optional.of(name) : Optional.empty();
  }

  /** The devices that were created on other devices: volumes, arrays, caches. */
  Set<String> made() {
    return made;
  }

  /** The files of loop devices, by device. */
  Map<String, Path> files() {
    return files;
  }

  /** The devices above each device; the kernel lists this relation on both sides. */
  Map<String, List<String>> holders() {
    return holders;
  }
}
