package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import gangway.machine.Fstab;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import gangway.machine.MountTable.Mount;
import gangway.xen.guest.Guests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the volumes and their uses. */
final class StorageReader {
  private static final Path SWAPS = Path.of("/proc/swaps");

  /** An entry for each active journal of ext4 and ocfs2 (fs/jbd2/journal.c). */
  private static final Path JOURNALS = Path.of("/proc/fs/jbd2");

  private static final Set<String> JOURNALED = Set.of("ext3", "ext4", "ocfs2");
  private static final Path ZVOLS = Path.of("/dev/zvol");

  /** The maximum depth of the folders of ZFS volumes. */
  private static final int MAX_DEPTH = 16;

  private final Machine machine;
  private final Grounds grounds = new Grounds();
  private final Places.Volumes known;
  private final BlockDevices devices;
  private final ZfsPools pools;
  private final Places places;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Set<Use> uses = new LinkedHashSet<>();
  private final List<String> contradictions = new ArrayList<>();

  /** Mount namespaces that show no mounts. */
  private final List<Unplaced> silent = new ArrayList<>();

  StorageReader(Machine machine) {
    this.machine = machine;
    KernelServers servers = new KernelServers(machine);
    devices = BlockDevices.read(machine, servers, grounds);
    Btrfs btrfs = Btrfs.read(machine);
    pools = ZfsPools.read(machine, devices::at, grounds);
    known = new Places.Volumes(devices, btrfs, Bcachefs.read(machine), pools, servers, grounds);
    places = new Places(machine, known, "");
    volumes.putAll(devices.volumes());
    volumes.putAll(btrfs.volumes());
    volumes.putAll(pools.volumes());
    volumes.put(
        Grounds.NO_FUNCTION, Volume.of(Grounds.NO_FUNCTION, Grounds.NO_FUNCTION, List.of()));
  }

  Storage read(Guests guests) {
    List<Mount> mounts = MountTable.read(machine).mounts();
    places.add(mounts);
    mounts.forEach(mount -> mount(mount, places, "", true));
    otherNamespaces(mounts);
    swaps();
    journals(mounts);
    volumes.putAll(places.volumes());
    unmounted();
    List<Unplaced> unplaced =
        new ArrayList<>(new UnmountedFileSystems(machine, places).add(mounts, uses, volumes));
    unplaced.addAll(silent);
    unplaced.addAll(pools.unplaced());
    unplaced.addAll(exports());
    CryptKey.read(machine, places).forEach(key -> key.addTo(uses, volumes));
    new GuestDisks(machine, devices, places, grounds, volumes, uses, unplaced).add(guests);
    devices.files().forEach(this::loop);
    zvols();
    bothSides();
    AcyclicVolumes acyclic = AcyclicVolumes.of(volumes);
    contradictions.addAll(acyclic.contradictions());
    acyclic.cut().forEach((volume, why) -> grounds.gap(volume, why, Where.ON_A_DISK));
    unplaced.addAll(grounds.unplaced(acyclic.volumes(), uses));
    members(acyclic.volumes());
    return new Storage(
        acyclic.volumes(), List.copyOf(uses), List.copyOf(contradictions), List.copyOf(unplaced));
  }

  private void mount(Mount mount, Places in, String namespace, boolean first) {
    Optional<String> volume = in.of(mount);
    Kind kind = first && Fstab.SYSTEM.contains(mount.place()) ? Kind.SYSTEM : Kind.IN_USE;
    String what = mount.place() + namespace;
    volume.ifPresent(on -> uses.add(new Use(kind, what, on)));
    for (String option : List.of("logdev", "rtdev", "jdev")) {
      mount
          .option(option)
          .ifPresent(device ->
              device(kind, what + " (its " + option + ")", Path.of(device), Optional.of(mount)));
    }
  }

  /** A use of a device by its name; the device may be in memory. */
  private void device(Kind kind, String what, Path device, Optional<Mount> by) {
    Optional<String> on = places.at(device);
    if (on.isPresent()) {
      uses.add(new Use(kind, what, on.get()));
    } else if (!devices.inMemory(device) && !places.inMemory(device)) {
      String name = by.map(Mount::place).orElse("swap") + " on " + device;
      volumes.put(name, Volume.of(name, device.toString(), List.of()));
      grounds.gap(
          name,
          "%s is on %s, and no known disk has this name".formatted(what, device),
          Where.ON_A_DISK);
      uses.add(new Use(kind, what, name));
    }
  }

  /** A file system that is mounted in this namespace too is known already by its number. */
  private void otherNamespaces(List<Mount> own) {
    Set<List<String>> seen = new HashSet<>();
    own.forEach(mount -> seen.add(identity(mount)));
    for (MountNamespaces.Namespace other : MountNamespaces.others(machine)) {
      List<Mount> mounts = other.table().mounts();
      if (mounts.isEmpty()) {
        silent.add(
            new Unplaced(
                "the mounts of " + other.of(),
                "/proc shows no mounts of %s, which runs in another mount namespace"
                    .formatted(other.of()),
                Where.ANYWHERE));
      }
      if (mounts.stream().allMatch(mount -> seen.contains(identity(mount)))) {
        continue;
      }
      String namespace = " (in the mount namespace of %s)".formatted(other.of());
      Places there =
          other.otherNetwork()
              ? Places.withOtherNetwork(machine, known, namespace)
              : new Places(machine, known, namespace);
      there.add(mounts);
      for (Mount mount : mounts) {
        if (seen.add(identity(mount))) {
          mount(mount, there, namespace, other.first());
        }
      }
      volumes.putAll(there.volumes());
    }
  }

  private static List<String> identity(Mount mount) {
    return List.of(mount.number(), mount.type(), mount.source());
  }

  /** A heading, then a line for each swap: a device or a file, its type, and numbers (proc(5)). */
  private void swaps() {
    for (String line : machine.lines(SWAPS)) {
      String name =
          MountTable.unescaped(line.split("\\s", 2)[0]).replaceFirst(" \\(deleted\\)$", "");
      if (name.startsWith("/")) {
        String what = name.startsWith("/dev/") ? "swap" : "swap (" + name + ")";
        device(Kind.IN_USE, what, Path.of(name), Optional.empty());
      }
    }
  }

  /**
   * Journals on devices of their own. The kernel does not tell which file system has which journal,
   * but a file system with its journal inside has an entry with a number after its device.
   */
  private void journals(List<Mount> mounts) {
    List<String> journals = machine.list(JOURNALS);
    for (String journal : journals) {
      if (!devices.volumes().containsKey(journal)) {
        continue;
      }
      List<Mount> without =
          mounts.stream()
              .filter(mount -> JOURNALED.contains(mount.type()))
              .filter(mount ->
                  places
                      .of(mount)
                      .filter(on -> journals.stream().noneMatch(j -> j.matches(on + "-\\d+")))
                      .isPresent())
              .toList();
      boolean system = without.stream().anyMatch(mount -> Fstab.SYSTEM.contains(mount.place()));
      String what =
          without.isEmpty()
              ? "a journal"
              : "the journal of "
                  + without.stream().map(Mount::place).collect(Collectors.joining(" or "));
      uses.add(new Use(system ? Kind.SYSTEM : Kind.IN_USE, what, journal));
    }
  }

  /** File systems that are active without a mount that Gangway can read. */
  private void unmounted() {
    Map<String, String> active = ActiveFileSystems.read(machine, devices.volumes().keySet());
    known.btrfs().all().forEach(volume -> active.put(volume, "btrfs"));
    known.bcachefs().all().forEach(device -> active.put(device, "bcachefs"));
    List<Use> mounted = List.copyOf(uses);
    active.forEach((name, type) -> {
      Volume volume = volumes.get(name);
      if (volume != null
          && mounted.stream().noneMatch(use -> Grounds.needs(use.on(), name, volumes))) {
        String what = "%s on %s, %s".formatted(type, volume.label(), Storage.IN_NO_MOUNT_TABLE);
        uses.add(new Use(Kind.IN_USE, what, name));
      }
    });
  }

  /**
   * The disks that the kernel serves to other machines.
   *
   * @return those that are not known
   */
  private List<Unplaced> exports() {
    List<Unplaced> unplaced = new ArrayList<>();
    for (Exports.Export export : Exports.read(machine, devices.volumes().keySet())) {
      String what = export.name() + ", served to other machines";
      Optional<String> on = export.path().flatMap(places::at);
      on.ifPresent(volume -> uses.add(new Use(Kind.IN_USE, what, volume)));
      if (on.isEmpty()
          && export.path().filter(p -> devices.inMemory(p) || places.inMemory(p)).isEmpty()) {
        unplaced.add(
            new Unplaced(
                what,
                "no known disk has the name " + export.path().map(Path::toString).orElse("(none)"),
                Where.ON_A_DISK));
      }
    }
    return unplaced;
  }

  private void loop(String loop, Path file) {
    Optional<String> on = places.at(file);
    if (on.isPresent()) {
      putOn(loop, on.get());
    } else if (places.inMemory(file)) {
      putOn(loop, Grounds.NO_FUNCTION);
    } else {
      grounds.end(
          loop,
          "/dev/%s has its data in %s, and the file system of this file is not known"
              .formatted(loop, file),
          Where.ANYWHERE);
    }
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
