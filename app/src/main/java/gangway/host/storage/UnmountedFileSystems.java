package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import gangway.machine.Fstab;
import gangway.machine.Machine;
import gangway.machine.MountTable.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file systems that are not mounted now, but that dom0 mounts later: the other entries of
 * {@code /etc/fstab}, the mount units of the administrator, and those behind a trigger of autofs,
 * which are mounted at the first access.
 */
final class UnmountedFileSystems {
  private static final String AUTOFS = "autofs";

  /** systemd's own trigger on every host; its file system is on no disk. */
  private static final String BINFMT = "/proc/sys/fs/binfmt_misc";

  /** The source of the triggers of systemd; that of automount(8) is the map. */
  private static final String SYSTEMD = "systemd-1";

  /** Drives whose disk the user changes; nothing depends on the one that is in the drive. */
  private static final Pattern OPTICAL = Pattern.compile("sr\\d+");

  private final Machine machine;
  private final Places places;
  private final MountUnits units;
  private final List<Unplaced> unplaced = new ArrayList<>();

  UnmountedFileSystems(Machine machine, Places places) {
    this.machine = machine;
    this.places = places;
    units = new MountUnits(machine);
  }

  /**
   * Adds the uses.
   *
   * @return the file systems of dom0 whose disk cannot be determined
   */
  List<Unplaced> add(List<Mount> mounts, Set<Use> uses, Map<String, Volume> volumes) {
    Set<String> mounted = places(mounts, mount -> !mount.type().equals(AUTOFS));
    Set<String> triggers = places(mounts, mount -> mount.type().equals(AUTOFS));
    triggers.removeAll(mounted);
    Set<String> named = new HashSet<>();
    for (Fstab.Line line : Fstab.read(machine)) {
      String place = real(line.place());
      boolean trigger = triggers.contains(place) || triggers.contains(line.place());
      boolean system = Fstab.SYSTEM.contains(line.place()) || Fstab.SYSTEM.contains(place);
      named.add(place);
      named.add(line.place());
      List<String> sources =
          Stream.concat(Stream.of(line.source()), units.replaced(line.place()).stream()).toList();
      List<String> devices =
          sources.stream().flatMap(source -> devices(source).stream()).distinct().toList();
      for (String on : devices) {
        if (trigger) {
          places.expect(Path.of(place), on);
        }
        Kind kind = system ? Kind.SYSTEM : trigger ? Kind.IN_USE : Kind.BOOT;
        if ((kind != Kind.BOOT || line.atBoot()) && !known(on, kind, uses, volumes)) {
          uses.add(new Use(kind, title(line, mounted.contains(place), kind), on));
        }
      }
      boolean missing =
          devices.isEmpty()
              && sources.stream().anyMatch(source -> !DeviceNames.paths(machine, source).isEmpty());
      if (missing && system && !line.mayFail() && !mounted.contains(place)) {
        unplaced(line.place(), String.join(" or ", sources), "/etc/fstab");
      }
    }
    triggers.removeAll(named);
    Set<String> elsewhere = new HashSet<>(named);
    elsewhere.addAll(triggers);
    for (Mount mount : mounts) {
      if (mount.type().equals(AUTOFS) && triggers.contains(mount.place())) {
        trigger(mount, uses, volumes);
      }
    }
    unstarted(
        Stream.of(elsewhere, mounted).flatMap(Set::stream).collect(Collectors.toSet()),
        uses,
        volumes);
    started(elsewhere, mounted, uses, volumes);
    return unplaced;
  }

  /** A trigger of a unit that a generator or the administrator wrote, or of automount(8). */
  private void trigger(Mount trigger, Set<Use> uses, Map<String, Volume> volumes) {
    String place = trigger.place();
    Kind kind = Fstab.SYSTEM.contains(place) ? Kind.SYSTEM : Kind.IN_USE;
    if (!trigger.source().equals(SYSTEMD)) {
      for (AutofsMap.Entry entry : AutofsMap.read(machine, trigger.source())) {
        Path at = Path.of(place).resolve(entry.key()).normalize();
        if (!entry.key().startsWith("/") || at.equals(Path.of(place))) {
          later(kind, at, entry.source(), uses, volumes);
        }
      }
      return;
    }
    Optional<MountUnits.Unit> unit = units.of(place);
    boolean found =
        unit.filter(known -> later(kind, Path.of(place), known.source(), uses, volumes))
            .isPresent();
    boolean onNoDisk =
        place.equals(BINFMT) || unit.filter(MountUnits.Unit::withoutDisk).isPresent();
    if (!found && (kind == Kind.SYSTEM || !onNoDisk)) {
      unplaced(
          place,
          unit.map(MountUnits.Unit::source).orElse("an unknown device"),
          "a trigger of autofs");
    }
  }

  /** Adds a file system that is mounted at the first access; false if its disk is not known. */
  private boolean later(
      Kind kind, Path place, String source, Set<Use> uses, Map<String, Volume> volumes) {
    List<String> devices = devices(source);
    for (String on : devices) {
      places.expect(place, on);
      if (!OPTICAL.matcher(on).matches() && !known(on, kind, uses, volumes)) {
        uses.add(new Use(kind, place + " (not mounted)", on));
      }
    }
    return !devices.isEmpty();
  }

  /**
   * The mount units of places of dom0 that nothing else names: dom0 boots from some of them, also
   * if no unit starts them.
   */
  private void unstarted(Set<String> named, Set<Use> uses, Map<String, Volume> volumes) {
    for (String place : Fstab.SYSTEM) {
      Optional<MountUnits.Unit> unit =
          named.contains(place) || place.equals("/") ? Optional.empty() : units.of(place);
      unit.filter(known -> !later(Kind.SYSTEM, Path.of(place), known.source(), uses, volumes))
          .map(MountUnits.Unit::source)
          .filter(source -> !DeviceNames.paths(machine, source).isEmpty())
          .ifPresent(source -> unplaced(place, source, "a mount unit of systemd"));
    }
  }

  /** The next boot may mount another disk than the one that is mounted now. */
  private void started(
      Set<String> elsewhere, Set<String> mounted, Set<Use> uses, Map<String, Volume> volumes) {
    units
        .started()
        .forEach((place, unit) -> {
          boolean system = Fstab.SYSTEM.contains(place);
          if (!elsewhere.contains(place) && (!system || mounted.contains(place))) {
            Kind kind = system ? Kind.SYSTEM : Kind.BOOT;
            for (String on : devices(unit.source())) {
              if (!known(on, kind, uses, volumes)) {
                uses.add(new Use(kind, place, on));
              }
            }
          }
        });
  }

  private void unplaced(String place, String source, String says) {
    unplaced.add(
        new Unplaced(
            place + " (not mounted)",
            "%s (not mounted) is on %s by %s, and no known disk has this name"
                .formatted(place, source, says),
            Where.ON_A_DISK));
  }

  private List<String> devices(String source) {
    List<Path> named = DeviceNames.paths(machine, source);
    // else a folder that is mounted at a second place, or the file of a loop device; two slashes
    // are the beginning of a share on another machine
    boolean file = named.isEmpty() && source.startsWith("/") && !source.startsWith("//");
    return Stream.concat(named.stream(), Stream.of(source).filter(_ -> file).map(Path::of))
        .flatMap(path -> places.at(path).stream())
        .toList();
  }

  private static String title(Fstab.Line line, boolean mounted, Kind kind) {
    return kind == Kind.BOOT
        ? line.title()
        : line.title() + (mounted ? " (in /etc/fstab)" : " (not mounted)");
  }

  private static Set<String> places(List<Mount> mounts, Predicate<Mount> which) {
    return mounts.stream()
        .filter(which)
        .map(Mount::place)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private String real(String place) {
    return place.startsWith("/")
        ? machine.real(Path.of(place)).map(Path::toString).orElse(place)
        : place;
  }

  /** Whether a use that is not less important is on the volume, or on a volume that needs it. */
  private static boolean known(
      String on, Kind kind, Collection<Use> uses, Map<String, Volume> volumes) {
    return uses.stream()
        .filter(use -> use.kind().compareTo(kind) <= 0)
        .anyMatch(use -> Grounds.needs(use.on(), on, volumes));
  }
}
