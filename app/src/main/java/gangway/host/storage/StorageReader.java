package gangway.host.storage;

import gangway.host.storage.MountTable.Mount;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.machine.Machine;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.guest.BackendDisk;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the volumes and their uses. */
final class StorageReader {
  private static final Path SWAPS = Path.of("/proc/swaps");
  private static final Path ZVOLS = Path.of("/dev/zvol");

  /** The maximum depth of the folders of ZFS volumes. */
  private static final int MAX_DEPTH = 16;

  private final Machine machine;
  private final BlockDevices devices;
  private final ZfsPools pools;
  private final Places places;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Set<Use> uses = new LinkedHashSet<>();
  private final List<String> contradictions = new ArrayList<>();

  StorageReader(Machine machine) {
    this.machine = machine;
    devices = BlockDevices.read(machine);
    Btrfs btrfs = Btrfs.read(machine);
    pools = ZfsPools.read(machine, devices::at);
    places = new Places(machine, devices, btrfs, pools);
    volumes.putAll(devices.volumes());
    volumes.putAll(btrfs.volumes());
    volumes.putAll(pools.volumes());
  }

  Storage read(Guests guests) {
    Set<String> mounted = new HashSet<>();
    for (Mount mount : MountTable.read(machine).mounts()) {
      mounted.add(mount.place());
      mount(mount);
    }
    swaps();
    for (Fstab.Line line : Fstab.read(machine)) {
      if (!mounted.contains(line.place())) {
        line.device().flatMap(places::at).ifPresent(on -> fstab(line, on));
      }
    }
    guests(guests);
    volumes.putAll(places.volumes());
    devices.files().forEach((loop, file) -> places.at(file).ifPresent(on -> putOn(loop, on)));
    zvols();
    bothSides();
    Untangled untangled = Untangled.of(volumes);
    contradictions.addAll(untangled.contradictions());
    members(untangled.volumes());
    return new Storage(untangled.volumes(), List.copyOf(uses), List.copyOf(contradictions));
  }

  private void mount(Mount mount) {
    Optional<String> volume = places.mounted(mount);
    Kind kind = Fstab.SYSTEM.contains(mount.place()) ? Kind.SYSTEM : Kind.IN_USE;
    volume.ifPresent(on -> uses.add(new Use(kind, mount.place(), on)));
    boolean onDisk = mount.source().startsWith("/dev/") || mount.type().equals("zfs");
    if (volume.isEmpty() && onDisk) {
      contradictions.add(
          "%s is mounted from %s, but the disk below it is not known"
              .formatted(mount.place(), mount.source()));
    }
    for (String option : List.of("logdev", "rtdev")) {
      mount
          .option(option)
          .flatMap(device -> places.at(Path.of(device)))
          .ifPresent(on -> uses.add(new Use(kind, mount.place() + " (its " + option + ")", on)));
    }
  }

  /** A heading, then a line for each swap: a device or a file, its type, and numbers (proc(5)). */
  private void swaps() {
    for (String line : machine.lines(SWAPS)) {
      String name = MountTable.unescaped(line.split("\\s", 2)[0]);
      if (name.startsWith("/")) {
        String what = name.startsWith("/dev/") ? "swap" : "swap (" + name + ")";
        places.at(Path.of(name)).ifPresent(on -> uses.add(new Use(Kind.IN_USE, what, on)));
      }
    }
  }

  private void fstab(Fstab.Line line, String on) {
    boolean known = uses.stream().anyMatch(use -> use.on().equals(on));
    if (!known && Fstab.SYSTEM.contains(line.place())) {
      uses.add(new Use(Kind.SYSTEM, line.place() + " (not mounted)", on));
    } else if (!known && line.atBoot()) {
      uses.add(new Use(Kind.BOOT, line.place(), on));
    }
  }

  private void guests(Guests guests) {
    Optional<XenStore> store =
        guests.all().stream().anyMatch(guest -> guest.running().isPresent())
            ? machine.xenStore()
            : Optional.empty();
    Map<Integer, List<BackendDisk>> served = store.map(BackendDisk::read).orElse(Map.of());
    for (Guest guest : guests.all()) {
      Set<String> running = new HashSet<>();
      guest.running().stream()
          .flatMap(domain -> served.getOrDefault(domain.domid(), List.of()).stream())
          .forEach(disk -> {
            Optional<String> on = served(disk);
            on.ifPresent(running::add);
            on.ifPresent(volume -> disk(Kind.GUEST, disk.name(), guest, volume));
          });
      for (DefinitionFile definition : guest.definitions()) {
        for (Path path : definition.content().disks()) {
          places
              .at(path)
              .filter(on -> !running.contains(on))
              .ifPresent(on -> disk(Kind.DEFINED_GUEST, path.toString(), guest, on));
        }
      }
    }
  }

  private Optional<String> served(BackendDisk disk) {
    return disk.number().flatMap(devices::numbered).or(() -> disk.path().flatMap(places::at));
  }

  private void disk(Kind kind, String name, Guest guest, String on) {
    uses.add(new Use(kind, "disk %s of guest %s".formatted(name, guest.name()), on));
  }

  private void putOn(String name, String below) {
    volumes.computeIfPresent(name, (_, volume) -> volume.andOn(below));
  }

  /** sysfs has no link from a ZFS volume's device to its pool. */
  private void zvols() {
    if (!pools.names().isEmpty()) {
      zvols(ZVOLS, 0);
    }
  }

  private void zvols(Path folder, int depth) {
    for (String name : machine.list(folder)) {
      Path entry = folder.resolve(name);
      Optional<String> device = devices.at(entry);
      if (device.isPresent()) {
        pools.of(ZVOLS.relativize(entry).toString()).ifPresent(pool -> putOn(device.get(), pool));
      } else if (depth < MAX_DEPTH) {
        zvols(entry, depth + 1);
      }
    }
  }

  /** The kernel lists the devices below each device and the devices above it; both must agree. */
  private void bothSides() {
    devices
        .holders()
        .forEach((device, holders) -> {
          for (String holder : holders) {
            Volume above = volumes.get(holder);
            if (above == null || !above.below().contains(device)) {
              contradictions.add(
                  ("sysfs lists %2$s as a holder of /dev/%1$s, but does not list /dev/%1$s below"
                          + " %2$s")
                      .formatted(device, holder));
              putOn(holder, device);
            }
          }
        });
  }

  /** Adds the volumes that are active without a known use, and the inactive ones with content. */
  private void members(Map<String, Volume> all) {
    Set<String> made = new LinkedHashSet<>(devices.made());
    made.addAll(pools.names());
    Set<String> covered = new HashSet<>();
    uses.stream().filter(use -> use.kind().active()).forEach(use -> cover(use.on(), all, covered));
    for (String name : made) {
      Optional.ofNullable(all.get(name))
          .map(Volume::below)
          .orElse(List.of())
          .forEach(below -> cover(below, all, covered));
    }
    for (String name : made) {
      Volume volume = all.get(name);
      if (volume != null && covered.add(name)) {
        uses.add(new Use(Kind.MEMBER, volume.label(), name));
      }
    }
    Signatures signatures = new Signatures(machine);
    for (Volume volume : all.values()) {
      if (!covered.contains(volume.name())) {
        devices
            .number(volume.name())
            .flatMap(signatures::of)
            .ifPresent(what -> uses.add(new Use(Kind.DORMANT, what, volume.name())));
      }
    }
  }

  private static void cover(String name, Map<String, Volume> all, Set<String> covered) {
    Volume volume = all.get(name);
    if (volume != null && covered.add(name)) {
      volume.below().forEach(below -> cover(below, all, covered));
    }
  }
}
