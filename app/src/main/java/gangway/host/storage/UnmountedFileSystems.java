package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file systems that are not mounted now, but that dom0 mounts later: the other entries of
 * {@code /etc/fstab}, and those behind a trigger of autofs, which are mounted at the first access.
 */
final class UnmountedFileSystems {
  private final Machine machine;
  private final Places places;
  private final List<Unplaced> unplaced = new ArrayList<>();

  UnmountedFileSystems(Machine machine, Places places) {
    this.machine = machine;
    this.places = places;
  }

  /**
   * Adds the uses.
   *
   * @return the file systems of dom0 whose disk cannot be determined
   */
  List<Unplaced> add(List<Mount> mounts, Set<Use> uses, Map<String, Volume> volumes) {
    Set<String> mounted = places(mounts, mount -> !mount.type().equals("autofs"));
    Set<String> triggers = places(mounts, mount -> mount.type().equals("autofs"));
    triggers.removeAll(mounted);
    Set<String> named = new HashSet<>();
    for (Fstab.Line line : Fstab.read(machine)) {
      String place = real(line.place());
      boolean trigger = triggers.contains(place) || triggers.contains(line.place());
      boolean system = Fstab.SYSTEM.contains(line.place()) || Fstab.SYSTEM.contains(place);
      named.add(place);
      named.add(line.place());
      List<String> devices = devices(line.source());
      for (String on : devices) {
        if (trigger) {
          places.expect(Path.of(place), on);
        }
        Kind kind = system ? Kind.SYSTEM : trigger ? Kind.IN_USE : Kind.BOOT;
        if ((kind != Kind.BOOT || line.atBoot()) && !known(on, kind, uses, volumes)) {
          uses.add(new Use(kind, title(line, mounted.contains(place), kind), on));
        }
      }
      boolean missing = devices.isEmpty() && !DeviceNames.paths(machine, line.source()).isEmpty();
      if (missing && system && !line.mayFail() && !mounted.contains(place)) {
        unplaced(line.place(), line.source(), "/etc/fstab");
      }
    }
    triggers.removeAll(named);
    triggers.stream()
        .filter(Fstab.SYSTEM::contains)
        .forEach(place -> trigger(place, uses, volumes));
    return unplaced;
  }

  /** The trigger of a unit that a generator or the administrator wrote. */
  private void trigger(String place, Set<Use> uses, Map<String, Volume> volumes) {
    Optional<String> source = MountUnits.source(machine, place);
    List<String> devices = source.map(this::devices).orElse(List.of());
    for (String on : devices) {
      places.expect(Path.of(place), on);
      if (!known(on, Kind.SYSTEM, uses, volumes)) {
        uses.add(new Use(Kind.SYSTEM, place + " (not mounted)", on));
      }
    }
    if (devices.isEmpty()) {
      unplaced(place, source.orElse("an unknown device"), "a trigger of autofs");
    }
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
