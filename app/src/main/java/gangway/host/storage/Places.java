package gangway.host.storage;

import gangway.Problem;
import gangway.host.storage.Unplaced.Where;
import gangway.machine.Machine;
import gangway.machine.MountTable.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the volume of a path: of a device by its node, of a file by its mount point. A mount whose
 * disk cannot be determined has a volume too; it ends nowhere.
 */
final class Places {
  private static final Path DEV = Path.of("/dev");
  private static final Path ZVOL = Path.of("/dev/zvol");

  /** The options of an overlay that name folders; those with a plus since Linux 6.8. */
  private static final Pattern LAYER = Pattern.compile("(?:upperdir|lowerdir\\+?|datadir\\+)=(.*)");

  private final Machine machine;
  private final Volumes known;
  private final String namespace;
  private final Optional<String> unreachable;
  private final Map<Path, Optional<String>> byPlace = new HashMap<>();
  private final Map<Mount, Optional<String>> byMount = new HashMap<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();

  /** What is known before any mount is. */
  record Volumes(
      BlockDevices devices,
      Btrfs btrfs,
      Bcachefs bcachefs,
      ZfsPools pools,
      KernelServers servers,
      Grounds grounds) {}

  /**
   * The places of a mount namespace.
   *
   * @param namespace its name at the end of the name of a volume; empty for Gangway's own
   */
  Places(Machine machine, Volumes known, String namespace) {
    this(machine, known, namespace, Optional.empty());
  }

  private Places(Machine machine, Volumes known, String namespace, Optional<String> unreachable) {
    this.machine = machine;
    this.known = known;
    this.namespace = namespace;
    this.unreachable = unreachable;
  }

  /** The same for a namespace whose processes have another network namespace than dom0. */
  static Places withOtherNetwork(Machine machine, Volumes known, String namespace) {
    return new Places(
        machine,
        known,
        namespace,
        Optional.of("it was mounted in another network namespace, which can use every NIC"));
  }

  /**
   * Adds mounts in the order of mounting. A file system on the folders of others is resolved after
   * all others, because the order does not tell which mount its folders belong to.
   */
  void add(Collection<Mount> mounts) {
    Map<Path, Mount> top = new HashMap<>();
    List<Mount> stacked = new ArrayList<>();
    for (Mount mount : mounts) {
      Path place = Path.of(mount.place());
      if (mount.type().equals("autofs")) {
        continue; // a trigger, and not the file system that will be mounted here
      }
      top.put(place, mount);
      if (folders(mount).isEmpty()) {
        Optional<String> volume = under(mount);
        byMount.put(mount, volume);
        byPlace.put(place, volume);
      } else {
        stacked.add(mount);
      }
    }
    for (Mount mount : stacked) {
      Optional<String> volume = stacked(mount);
      byMount.put(mount, volume);
      Path place = Path.of(mount.place());
      if (mount.equals(top.get(place))) {
        byPlace.put(place, volume);
      }
    }
  }

  /** Adds a file system that will be mounted at the first access. */
  void expect(Path place, String volume) {
    byPlace.put(place, Optional.of(volume));
  }

  /** The volume of an added mount; empty if its data are on no disk. */
  Optional<String> of(Mount mount) {
    return byMount.getOrDefault(mount, Optional.empty());
  }

  private Optional<String> under(Mount mount) {
    if (NetworkMounts.isNetwork(mount)) {
      return Optional.of(
          unreachable
              .map(why -> unknown(mount, why, Where.REMOTE))
              .orElseGet(() -> onMachines(mount, NetworkMounts.volumes(mount, known.servers()))));
    }
    if (withoutDisk(mount) || known.devices().inMemory(mount.number())) {
      return Optional.empty();
    }
    return Optional.of(
        mount.type().equals("zfs")
            ? known
                .pools()
                .of(mount.source())
                .orElseGet(() -> unknown(mount, ZfsPools.UNANSWERED, Where.ON_A_DISK))
            : onDevices(mount));
  }

  private String onMachines(Mount mount, List<Volume> machines) {
    List<String> names = machines.stream().map(this::added).toList();
    return switch (names.size()) {
      case 0 -> unknown(mount, "its options have no address of a server", Where.REMOTE);
      case 1 -> names.getFirst();
      default -> added(Volume.of(mount.source() + " " + mount.number(), mount.source(), names));
    };
  }

  /**
   * The volume of a file system on block devices. Its number is that of one device, or of none if
   * it is on several; its source names one or, with colons, all.
   */
  private String onDevices(Mount mount) {
    Set<String> devices = new LinkedHashSet<>();
    known.devices().numbered(mount.number()).ifPresent(devices::add);
    List<String> missing = new ArrayList<>();
    int named = 0;
    // without lambdas: a host has hundreds of mounts
    for (String part : mount.source().split(":")) {
      if (part.startsWith("/dev/")) {
        named++;
        Optional<String> device = at(Path.of(part));
        if (device.isPresent()) {
          devices.add(device.get());
        } else {
          missing.add(part);
        }
      }
    }
    if (mount.type().equals("bcachefs")) {
      List.copyOf(devices).forEach(device -> devices.addAll(known.bcachefs().with(device)));
    }
    if (devices.isEmpty()) {
      // the file system is one of those of its type, and the kernel does not show which one
      switch (mount.type()) {
        case "btrfs" -> devices.addAll(known.btrfs().all());
        case "bcachefs" -> devices.addAll(known.bcachefs().all());
        default -> {}
      }
    }
    if (devices.isEmpty()) {
      return unknown(mount, missing(mount, missing), where(mount));
    }
    Optional<String> unlisted = Optional.empty();
    if (mount.type().equals("f2fs")) {
      unlisted = addF2fs(devices);
    }
    if (mount.type().equals("btrfs") && known.btrfs().all().isEmpty()) {
      unlisted =
          Optional.of(
              "a btrfs can be on several devices, and the kernel does not show them: /sys/fs/btrfs"
                  + " has no file system");
    }
    String volume = together(name(mount), List.copyOf(devices));
    unlisted.ifPresent(
        why -> known.grounds().gap(volume, "%s: %s".formatted(name(mount), why), Where.ON_A_DISK));
    if (named > 1 && !missing.isEmpty()) {
      known
          .grounds()
          .gap(
              volume,
              "%s is mounted from %s, but nothing is known of %s"
                  .formatted(mount.place(), mount.source(), String.join(", ", missing)),
              Where.ON_A_DISK);
    }
    return volume;
  }

  /**
   * Adds the other devices of an f2fs.
   *
   * @param devices the first device
   * @return why some may be missing
   */
  private Optional<String> addF2fs(Set<String> devices) {
    String first = devices.iterator().next();
    Optional<List<String>> all = F2fs.devices(machine, first);
    List<String> missing = new ArrayList<>();
    for (String path : all.orElse(List.of())) {
      at(Path.of(path)).ifPresentOrElse(devices::add, () -> missing.add(path));
    }
    if (all.isEmpty()) {
      return Optional.of(
          "an f2fs can be on several devices, and the kernel does not show them: there is no "
              + F2fs.map(first));
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("no known disk has the name " + String.join(", ", missing));
  }

  private static boolean withoutDisk(Mount mount) {
    // the type of older programs has no part after the dot
    return FileSystemTypes.withoutDisk(mount.type())
        || (mount.type().equals("fuse") && FileSystemTypes.withoutDisk("fuse." + mount.source()));
  }

  private static String missing(Mount mount, List<String> missing) {
    if (mount.number().startsWith("0:")) {
      return missing.isEmpty()
          ? "the file system " + mount.type() + " does not tell"
          : "no known disk has the name " + String.join(", ", missing);
    }
    return "/sys/class/block has no device " + mount.number();
  }

  private static Where where(Mount mount) {
    boolean device = mount.source().startsWith("/dev/") && !mount.source().equals("/dev/fuse");
    if (!mount.number().startsWith("0:") || device) {
      return Where.ON_A_DISK;
    }
    if (mount.type().equals("ubifs")) {
      return Where.ON_A_DISK; // a volume on flash memory, written like a share: ubi0:data
    }
    return FileSystemTypes.onOtherMachine(mount.source()) ? Where.REMOTE : Where.ANYWHERE;
  }

  /**
   * The folders that a file system without a device is on: the layers of an overlay, or the folders
   * that are the source of the mount (ecryptfs, mergerfs, bindfs).
   */
  private List<String> folders(Mount mount) {
    if (mount.type().equals("overlay")) {
      return Stream.of(mount.options().split(","))
          .map(LAYER::matcher)
          .filter(Matcher::matches)
          .flatMap(layer -> Stream.of(layer.group(1).split(":")))
          .filter(folder -> !folder.isEmpty())
          .toList();
    }
    boolean folder =
        mount.source().startsWith("/")
            && !mount.source().startsWith("//")
            && !mount.source().startsWith("/dev/");
    return folder
            && mount.number().startsWith("0:")
            && !NetworkMounts.isNetwork(mount)
            && !mount.type().equals("zfs")
            && !withoutDisk(mount)
        ? List.of(mount.source().split(":"))
        : List.of();
  }

  /**
   * Whether a folder that would be in memory cannot be reached any more: then it was on another
   * file system, as the layers of a root file system that the initramfs mounted.
   */
  private boolean isHidden(String folder) {
    return namespace.isEmpty() && !machine.exists(Path.of(folder));
  }

  private Optional<String> stacked(Mount mount) {
    Set<String> below = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (String folder : folders(mount)) {
      Optional<Path> above =
          folder.startsWith("/") ? mountPoint(Path.of(folder)) : Optional.empty();
      above
          .flatMap(place -> Optional.ofNullable(byPlace.get(place)))
          .filter(volume -> volume.isPresent() || !isHidden(folder))
          .ifPresentOrElse(volume -> volume.ifPresent(below::add), () -> missing.add(folder));
    }
    if (!missing.isEmpty()) {
      Volume volume = Volume.of(name(mount), name(mount), List.copyOf(below));
      known
          .grounds()
          .gap(
              added(volume),
              "%s is mounted from the folder %s, and its disk is not known"
                  .formatted(mount.place(), String.join(", ", missing)),
              Where.ON_A_DISK);
      return Optional.of(volume.name());
    }
    return below.isEmpty()
        ? Optional.empty()
        : Optional.of(together(name(mount), List.copyOf(below)));
  }

  private String together(String name, List<String> below) {
    return below.size() > 1 ? added(Volume.of(name, name, below)) : below.getFirst();
  }

  private String name(Mount mount) {
    return mount.type() + " at " + mount.place() + namespace;
  }

  private String unknown(Mount mount, String why, Where where) {
    String name = name(mount);
    known
        .grounds()
        .gap(
            name,
            "%s is mounted from %s, but the disk below it is not known: %s"
                .formatted(mount.place() + namespace, mount.source(), why),
            where);
    return added(Volume.of(name, name, List.of()));
  }

  private String added(Volume volume) {
    volumes.put(volume.name(), volume);
    return volume.name();
  }

  /** The volume of a device or a file; empty if it is in memory or under no known mount. */
  Optional<String> at(Path path) {
    if (path.startsWith(ZVOL) && path.getNameCount() > 3) {
      return known.pools().of(ZVOL.relativize(path).toString());
    }
    if (path.startsWith(DEV)) {
      return known.devices().at(path).map(device -> known.btrfs().with(device).orElse(device));
    }
    return mountPoint(path).flatMap(place -> byPlace.getOrDefault(place, Optional.empty()));
  }

  /** Whether a file is in a file system without a disk. */
  boolean inMemory(Path file) {
    // a name in /dev may be that of a device that is not known
    return mountPoint(file)
        .filter(place -> !file.startsWith(DEV) || place.getNameCount() > DEV.getNameCount())
        .filter(place -> byPlace.getOrDefault(place, Optional.of("")).isEmpty())
        .isPresent();
  }

  /** The nearest known mount point above a file. */
  private Optional<Path> mountPoint(Path file) {
    for (@Nullable Path at = resolved(file); at != null; at = at.getParent()) {
      if (byPlace.containsKey(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * The path with all links resolved; as written if it cannot be resolved: root cannot look into
   * the FUSE mounts of other users, and a server may not answer. The mount table has such a path,
   * too.
   */
  private Path resolved(Path path) {
    try {
      return machine.real(path).orElse(path.normalize());
    } catch (Problem unreadable) {
      return path.normalize();
    }
  }

  /** The volumes on other machines, and those that only a mount combines. */
  Map<String, Volume> volumes() {
    return volumes;
  }
}
