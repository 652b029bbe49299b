package gangway.host.storage;

import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place for data: a disk, a partition, a device that the kernel builds from others, a file system
 * on several devices, or a share of another machine.
 *
 * @param name unique; for a block device the kernel's name ({@code sda1}, {@code dm-0})
 * @param label the name for users ({@code /dev/mapper/vg-root (LVM)})
 * @param below the names of the volumes it is on
 * @param spares the volumes below that it does not need: spares, failed paths
 * @param tolerates the number of the other volumes below that it can lose and still work
 * @param path the functions it is directly on, from the root complex to the deepest
 * @param peer the other machine that has it, if any
 */
public record Volume(
    String name,
    String label,
    List<String> below,
    Set<String> spares,
    int tolerates,
    List<PciAddress> path,
    Optional<Peer> peer) {

  /** What happens to a volume if dom0 loses functions. */
  public enum Impact {
    WHOLE,
    /** It works, but has lost some or all of its redundancy. */
    DEGRADED,
    LOST
  }

  public Volume {
    below = List.copyOf(new LinkedHashSet<>(below));
    spares = Set.copyOf(spares);
    path = List.copyOf(path);
    tolerates = Math.max(0, tolerates);
  }

  /** A volume that is on others and needs each of them. */
  static Volume of(String name, String label, List<String> below) {
    return new Volume(name, label, below, Set.of(), 0, List.of(), Optional.empty());
  }

  /** A volume of another machine. */
  static Volume at(Peer peer, String name, String label) {
    return new Volume(name, label, List.of(), Set.of(), 0, List.of(), Optional.of(peer));
  }

  /** A copy that can lose some of the volumes below it. */
  Volume tolerating(int lost, Set<String> without) {
    return new Volume(name, label, below, without, lost, path, peer);
  }

  /** A copy with one more volume below it; it needs each of them. */
  Volume andOn(String other) {
    List<String> more = new ArrayList<>(below);
    more.add(other);
    return new Volume(name, label, more, spares, 0, path, peer);
  }

  /** A copy without one volume below it; its redundancy is then not known and counts as none. */
  Volume notOn(String other) {
    return new Volume(
        name,
        label,
        below.stream().filter(part -> !part.equals(other)).toList(),
        spares,
        0,
        path,
        peer);
  }

  /** What happens to it if dom0 loses these functions. */
  public Impact impact(Set<PciAddress> gone, Function<String, Impact> ofBelow) {
    for (PciAddress function : path) {
      if (gone.contains(function)) {
        return Impact.LOST;
      }
    }
    int lost = 0;
    boolean harmed = false;
    for (String part : below) {
      Impact impact = ofBelow.apply(part);
      harmed |= impact != Impact.WHOLE;
      lost += impact == Impact.LOST && !spares.contains(part) ? 1 : 0;
    }
    return lost > tolerates ? Impact.LOST : harmed ? Impact.DEGRADED : Impact.WHOLE;
  }
}
