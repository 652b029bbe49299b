package gangway.host.storage;

import gangway.host.storage.MountTable.Mount;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the volume of a path: of a device by its node, of a file by its mount point. */
final class Places {
  private static final Path DEV = Path.of("/dev");
  private static final Path ZVOL = Path.of("/dev/zvol");

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
    Optional<Volume> share = NetworkMounts.volume(mount);
    if (share.isPresent()) {
      return share.map(this::added);
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
    for (@Nullable Path at = machine.real(path).orElse(path.normalize());
        at != null;
        at = at.getParent()) {
      Optional<String> volume = byPlace.get(at);
      if (volume != null) {
        return Objects.requireNonNull(volume);
      }
    }
    return Optional.empty();
  }

  /** The volumes on other machines, and those on several devices that only a mount combines. */
  Map<String, Volume> volumes() {
    return volumes;
  }
}
