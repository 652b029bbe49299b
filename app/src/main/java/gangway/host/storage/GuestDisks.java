package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import gangway.machine.Machine;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.OtherDisk;
import gangway.xen.guest.BackendDisk;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.guest.QemuUrl;
import gangway.xenstore.XenStore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds the disks of guests to the uses: of running guests from XenStore, of all guests from their
 * definitions. A disk whose place cannot be determined is unplaced.
 */
final class GuestDisks {
  /** Links to the devices of DRBD, by resource and volume (udev's rules of drbd-utils). */
  private static final Path DRBD = Path.of("/dev/drbd/by-res");

  private static final Path DEV = Path.of("/dev");

  private final Machine machine;
  private final BlockDevices devices;
  private final Places places;
  private final Grounds grounds;
  private final Map<String, Volume> volumes;
  private final Set<Use> uses;
  private final List<Unplaced> unplaced;

  /**
   * Adds to collections of the caller.
   *
   * @param volumes gets the disks on other machines
   * @param uses gets the disks at known places
   * @param unplaced gets the other disks
   */
  GuestDisks(
      Machine machine,
      BlockDevices devices,
      Places places,
      Grounds grounds,
      Map<String, Volume> volumes,
      Set<Use> uses,
      List<Unplaced> unplaced) {
    this.machine = machine;
    this.devices = devices;
    this.places = places;
    this.grounds = grounds;
    this.volumes = volumes;
    this.uses = uses;
    this.unplaced = unplaced;
  }

  void add(Guests guests) {
    Optional<XenStore> store =
        guests.all().stream().anyMatch(guest -> guest.running().isPresent())
            ? machine.xenStore()
            : Optional.empty();
    Map<Integer, List<BackendDisk>> served = store.map(BackendDisk::read).orElse(Map.of());
    for (Guest guest : guests.all()) {
      Set<String> running = new HashSet<>();
      guest.running().stream()
          .flatMap(domain -> served.getOrDefault(domain.domid(), List.of()).stream())
          .forEach(disk -> running.addAll(served(disk, what(disk.name(), guest))));
      for (DefinitionFile definition : guest.definitions()) {
        for (Path path : definition.content().disks()) {
          places
              .at(path)
              .filter(on -> !running.contains(on))
              .ifPresent(
                  on -> uses.add(new Use(Kind.DEFINED_GUEST, what(path.toString(), guest), on)));
        }
        for (OtherDisk disk : definition.content().otherDisks()) {
          defined(disk, guest, running);
        }
      }
    }
  }

  private static String what(String name, Guest guest) {
    return "disk %s of guest %s".formatted(name, guest.name());
  }

  /** The volumes of a running guest's disk. */
  private Set<String> served(BackendDisk disk, String what) {
    Set<String> on =
        disk.number()
            .flatMap(devices::numbered)
            .or(() -> disk.path().flatMap(places::at))
            .map(Set::of)
            .or(() -> disk.other().map(this::volumes))
            .orElse(Set.of());
    on.forEach(volume -> uses.add(new Use(Kind.GUEST, what, volume)));
    if (on.isEmpty()) {
      disk.other().ifPresent(other -> unplaced.add(new Unplaced(what, why(other), Where.ANYWHERE)));
      disk.path()
          .filter(path -> path.startsWith(DEV))
          .filter(path -> !devices.inMemory(path) && !places.inMemory(path))
          .ifPresent(path ->
              unplaced.add(
                  new Unplaced(what, "no known disk has the name " + path, Where.ON_A_DISK)));
    }
    return on;
  }

  /** XenStore has the disks of a running guest, so only their places are compared. */
  private void defined(OtherDisk disk, Guest guest, Set<String> running) {
    String what = what(BackendDisk.name(disk), guest);
    Set<String> on = volumes(disk);
    on.stream()
        .filter(volume -> !running.contains(volume))
        .forEach(volume -> uses.add(new Use(Kind.DEFINED_GUEST, what, volume)));
    if (on.isEmpty() && guest.running().isEmpty() && !disk.by().isEmpty()) {
      unplaced.add(new Unplaced(what, why(disk), Where.ANYWHERE, true));
    }
  }

  /** The volumes of a disk that is not named by a device or a file; empty if they are not known. */
  private Set<String> volumes(OtherDisk disk) {
    if (disk.by().isEmpty()) {
      return QemuUrl.of(disk.target()).map(url -> Set.of(remote(url))).orElse(Set.of());
    }
    return disk.drbd().map(DRBD::resolve).map(this::devices).orElse(Set.of());
  }

  /** The device of a link, or the devices of the links in a folder. */
  private Set<String> devices(Path link) {
    return devices
        .at(link)
        .map(Set::of)
        .orElseGet(() ->
            machine.list(link).stream()
                .flatMap(name -> devices.at(link.resolve(name)).stream())
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static String why(OtherDisk disk) {
    return disk.drbd()
        .map(resource ->
            "%s has no device of the DRBD resource %s, so its disks are not known"
                .formatted(DRBD, resource))
        .orElse(
            disk.by().isEmpty()
                ? "its target is not a path and not a URL that gangway knows"
                : "the %s selects its device or server, and gangway does not know which one"
                    .formatted(disk.by()));
  }

  /** A disk on another machine; dom0 carries its data. */
  private String remote(QemuUrl url) {
    String name = url.text();
    Volume unknown = Volume.of(name, name, List.of());
    volumes.put(
        name,
        url.server()
            .map(server -> Volume.at(new Peer.Address(server), name, name))
            .orElse(unknown));
    grounds.end(name, "%s does not show its server".formatted(name), Where.ANYWHERE);
    return name;
  }
}
