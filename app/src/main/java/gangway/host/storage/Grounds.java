package gangway.host.storage;

import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows uses down to where their data is: a function, another machine, memory, or hardware that
 * is on no function. A use that ends nowhere is an {@link Unplaced}.
 */
final class Grounds {
  /** The volume below everything that is in memory or on hardware that is on no PCI function. */
  static final String NO_FUNCTION = "memory or a device on no PCI function";

  private static final Set<Kind> MOUNTED =
      EnumSet.of(Kind.SYSTEM, Kind.IN_USE, Kind.GUEST, Kind.DEFINED_GUEST);

  private final Map<String, Gap> gaps = new HashMap<>();
  private final Map<String, Gap> ends = new HashMap<>();

  /**
   * Something that is not known about a volume.
   *
   * @param why a sentence
   */
  private record Gap(String why, Where where) {}

  /** Notes that a part of a volume is not known, although other parts may be. */
  void gap(String volume, String why, Where where) {
    gaps.putIfAbsent(volume, new Gap(why, where));
  }

  /** Notes why a volume ends nowhere, unless volumes below it are found. */
  void end(String volume, String why, Where where) {
    ends.putIfAbsent(volume, new Gap(why, where));
  }

  /** The mounted uses, and those of guests, that end nowhere. */
  List<Unplaced> unplaced(Map<String, Volume> volumes, Collection<Use> uses) {
    Set<Unplaced> unplaced = new LinkedHashSet<>();
    Map<String, List<Gap>> known = new HashMap<>();
    for (Use use : uses) {
      if (MOUNTED.contains(use.kind())) {
        List<Gap> below =
            known.computeIfAbsent(
                use.on(),
                on -> {
                  List<Gap> found = new ArrayList<>();
                  follow(on, volumes, new HashSet<>(), found);
                  return found;
                });
        boolean later = use.kind() == Kind.DEFINED_GUEST;
        below.forEach(gap -> unplaced.add(new Unplaced(use.what(), gap.why(), gap.where(), later)));
      }
    }
    return List.copyOf(unplaced);
  }

  private void follow(String name, Map<String, Volume> volumes, Set<String> seen, List<Gap> found) {
    Volume volume = volumes.get(name);
    if (volume == null || name.equals(NO_FUNCTION) || !seen.add(name)) {
      return;
    }
    Gap gap = gaps.get(name);
    if (gap != null) {
      found.add(gap);
    }
    boolean end = volume.path().isEmpty() && volume.peer().isEmpty() && volume.below().isEmpty();
    if (end && gap == null) {
      found.add(
          ends.getOrDefault(
              name,
              new Gap(
                  "nothing shows which disk %s is on".formatted(volume.label()), Where.ANYWHERE)));
    }
    for (String part : volume.below()) {
      if (!volume.spares().contains(part)) {
        follow(part, volumes, seen, found);
      }
    }
  }

  /** Whether a volume is another one, or is on it. */
  static boolean needs(String volume, String other, Map<String, Volume> volumes) {
    return needs(volume, other, volumes, new HashSet<>());
  }

  private static boolean needs(
      String volume, String other, Map<String, Volume> volumes, Set<String> seen) {
    if (volume.equals(other)) {
      return true;
    }
    Volume found = volumes.get(volume);
    return found != null
        && seen.add(volume)
        && found.below().stream().anyMatch(below -> needs(below, other, volumes, seen));
  }
}
