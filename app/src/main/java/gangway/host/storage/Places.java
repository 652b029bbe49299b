package gangway.host.storage;

import gangway.Problem;
import gangway.host.storage.MountTable.Mount;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the volume of a path: of a device by its node, of a file by its mount point. */
final class Places {
  private static final Path DEV = Path.of("/dev");
  private static final Path ZVOL = Path.of("/dev/zvol");

  /**
   * Their mount options have the server's address; the options of others, such as sshfs, do not.
   */
  private static final Set<String> SHARES = Set.of("nfs", "nfs4", "cifs", "smb3");

  /** The address of Ceph's first monitor, before its port. */
  private static final Pattern MONITOR =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[0-9.]{7,})(?:[:,/].*)?");

  private final Machine machine;
  private final BlockDevices devices;
  private final Btrfs btrfs;
  private final ZfsPools pools;
  private final Map<Path, Optional<String>> byPlace = new HashMap<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();

  Places(Machine machine, BlockDevices devices, Btrfs btrfs, ZfsPools pools) {
    this.machine = machine;
    this.devices = devices;
    this.btrfs = btrfs;
    this.pools = pools;
  }

  /** Adds a mount and returns its volume; earlier mounts must have been added already. */
  Optional<String> mounted(Mount mount) {
    Optional<String> volume = under(mount);
    byPlace.put(Path.of(mount.place()), volume);
    return volume;
  }

  private Optional<String> under(Mount mount) {
    if (SHARES.contains(mount.type())) {
      return mount
          .option("addr")
          .map(peer -> added(Volume.at(peer, mount.source(), mount.source())));
    }
    if (mount.type().equals("ceph")) {
      return Optional.of(MONITOR.matcher(mount.option("mon_addr").orElse(mount.source())))
          .filter(Matcher::matches)
          .map(monitor -> added(Volume.at(monitor.group(1), mount.source(), mount.source())));
    }
    if (mount.type().equals("overlay")) {
      return together("overlay at " + mount.place(), overlaid(mount));
    }
    if (mount.type().equals("zfs")) {
      return pools.of(mount.source());
    }
    Optional<String> device = devices.numbered(mount.number());
    if (device.isPresent()) {
      return device;
    }
    // a file system on several devices has its own number; its source names one or, with colons,
    // all
    List<String> named =
        Stream.of(mount.source().split(":"))
            .filter(part -> part.startsWith("/dev/"))
            .flatMap(part -> at(Path.of(part)).stream())
            .toList();
    return together(mount.type() + " at " + mount.place(), named);
  }

  /** The volumes of the folders that an overlay combines; they were mounted before it. */
  private List<String> overlaid(Mount mount) {
    return Stream.of("upperdir", "lowerdir")
        .flatMap(option -> mount.option(option).stream())
        .flatMap(folders -> Stream.of(folders.split(":")))
        .filter(folder -> folder.startsWith("/"))
        .flatMap(folder -> at(Path.of(folder)).stream())
        .distinct()
        .toList();
  }

  private Optional<String> together(String name, List<String> below) {
    return below.size() > 1
        ? Optional.of(added(Volume.of(name, name, below)))
        : below.stream().findFirst();
  }

  private String added(Volume volume) {
    volumes.put(volume.name(), volume);
    return volume.name();
  }

  /** The volume of a device or a file. */
  Optional<String> at(Path path) {
    if (path.startsWith(ZVOL) && path.getNameCount() > 3) {
      return pools.of(ZVOL.relativize(path).toString());
    }
    if (path.startsWith(DEV)) {
      return devices.at(path).map(device -> btrfs.with(device).orElse(device));
    }
    for (@Nullable Path at = resolved(path); at != null; at = at.getParent()) {
      Optional<String> volume = byPlace.get(at);
      if (volume != null) {
        return Objects.requireNonNull(volume);
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

  /** The volumes on other machines, and those on several devices that only a mount combines. */
  Map<String, Volume> volumes() {
    return volumes;
  }
}
