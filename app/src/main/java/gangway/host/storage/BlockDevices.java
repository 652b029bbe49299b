package gangway.host.storage;

import gangway.machine.Machine;
import gangway.pci.Address;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block devices as {@code /sys/class/block} has them (Documentation/ABI/testing/sysfs-block in
 * Linux' sources).
 */
final class BlockDevices {
  private static final Path BLOCK = Path.of("/sys/class/block");

  /** They lie in memory. */
  private static final Pattern MEMORY = Pattern.compile("(zram|ram)\\d+");

  /**
   * A namespace that can be reached on several ways, and one such way; the numbers are those of the
   * subsystem, the controller and the namespace (drivers/nvme/host/multipath.c).
   */
  private static final Pattern NVME_HEAD = Pattern.compile("nvme(\\d+)n(\\d+)");

  private static final Pattern NVME_WAY = Pattern.compile("nvme(\\d+)c\\d+n(\\d+)");

  private final Machine machine;
  private final Peers peers;
  private final Drbd drbd;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, String> byNumber = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Map<String, String> byMapperName = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, List<String>> holders = new LinkedHashMap<>();

  /** The ways to the namespaces, by the numbers both have in their names. */
  private final Map<String, List<String>> ways = new HashMap<>();

  private BlockDevices(Machine machine) {
    this.machine = machine;
    peers = new Peers(machine);
    drbd = Drbd.read(machine);
  }

  static BlockDevices read(Machine machine) {
    BlockDevices devices = new BlockDevices(machine);
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
    LvmImages.settle(machine, devices.volumes, devices.byMapperName);
    return devices;
  }

  private void add(String name) {
    Path folder = BLOCK.resolve(name);
    Optional<Path> real = machine.real(folder);
    if (real.isEmpty()) {
      return; // it is gone again
    }
    List<Address> path = PciBus.functionsAbove(real.get());
    List<String> entries = machine.list(folder);
    List<String> below = new ArrayList<>();
    // what is made of others is a device of the kernel alone
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

  private Volume plain(String name, Path real, List<Address> path, List<String> below) {
    Optional<String> peer = path.isEmpty() ? peers.of(real) : Optional.empty();
    return new Volume(name, "/dev/" + name.replace('!', '/'), below, Set.of(), 0, path, peer);
  }

  /** A device of the device mapper: its uuid begins with what made it. */
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
    return Volume.of(name, "/dev/" + name + level, below).bearing(array.bears(), array.idle());
  }

  /** A file as a device; the kernel adds a word to the name of one that was deleted. */
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

  /** What is there as long as one of its ways answers. */
  private Volume reached(String name, String label, List<String> ways) {
    Set<String> failed = new HashSet<>(ways);
    failed.removeIf(this::answers);
    return Volume.of(name, label, ways).bearing(ways.size() - failed.size() - 1, failed);
  }

  private static String numbers(Matcher match) {
    return match.group(1) + " " + match.group(2);
  }

  /** Whether a disk answers, as its SCSI device or its NVMe controller has it, where they tell. */
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

  /** The device of a number, {@code 253:5}. */
  Optional<String> numbered(String number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** The number of a device. */
  Optional<String> number(String name) {
    return Optional.ofNullable(numbers.get(name));
  }

  /** The device that a path in {@code /dev} leads to. */
  Optional<String> at(Path path) {
    if (path.startsWith("/dev/mapper") && path.getNameCount() == 3) {
      String device = byMapperName.get(path.getFileName().toString());
      if (device != null) {
        return Optional.of(device);
      }
    }
    return machine
        .real(path)
        .filter(real -> real.startsWith("/dev") && real.getNameCount() > 1)
        .map(real -> Path.of("/dev").relativize(real).toString().replace('/', '!'))
        .filter(volumes::containsKey);
  }

  /** Those the kernel made of others to put something on them. */
  Set<String> made() {
    return made;
  }

  /** The files that loop devices show as disks, by device. */
  Map<String, Path> files() {
    return files;
  }

  /** What the kernel says is made of a device; it says so on both sides. */
  Map<String, List<String>> holders() {
    return holders;
  }
}
