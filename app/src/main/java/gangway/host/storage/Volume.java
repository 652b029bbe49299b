package gangway.host.storage;

import gangway.pci.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Something data lies on: a disk, a part of one, what the kernel makes of several, a file system of
 * several, or a share of another machine.
 *
 * @param name unique; a block device's is the kernel's ({@code sda1}, {@code dm-0})
 * @param label as a person knows it ({@code /dev/mapper/vg-root (LVM)})
 * @param below what it is made of, by name
 * @param idle those below that it can do without: spares, paths that have failed
 * @param bears how many of the others it can lose and still be there
 * @param path the functions it hangs on by itself, from the root complex to the deepest
 * @param peer the machine it comes from, if that is another one
 */
public record Volume(
    String name,
    String label,
    List<String> below,
    Set<String> idle,
    int bears,
    List<Address> path,
    Optional<String> peer) {

  /** What becomes of it when functions go. */
  public enum Fate {
    WHOLE,
    /** It is there, and has lost some or all of its redundancy. */
    DEGRADED,
    LOST
  }

  public Volume {
    below = List.copyOf(new LinkedHashSet<>(below));
    idle = Set.copyOf(idle);
    path = List.copyOf(path);
    bears = Math.max(0, bears);
  }

  /** One that is made of others, and needs each of them. */
  static Volume of(String name, String label, List<String> below) {
    return new Volume(name, label, below, Set.of(), 0, List.of(), Optional.empty());
  }

  /** One that another machine has. */
  static Volume at(String peer, String name, String label) {
    return new Volume(name, label, List.of(), Set.of(), 0, List.of(), Optional.of(peer));
  }

  /** The same, able to lose some of what it is made of. */
  Volume bearing(int lost, Set<String> without) {
    return new Volume(name, label, below, without, lost, path, peer);
  }

  /** The same, with more below it, each of which it needs. */
  Volume andOn(String other) {
    List<String> more = new ArrayList<>(below);
    more.add(other);
    return new Volume(name, label, more, idle, 0, path, peer);
  }

  /** The same, without something it was said to be made of: what it can bear is not known then. */
  Volume notOn(String other) {
    return new Volume(
        name,
        label,
        below.stream().filter(part -> !part.equals(other)).toList(),
        idle,
        0,
        path,
        peer);
  }

  /** What becomes of it. */
  public Fate fate(Set<Address> gone, Function<String, Fate> ofBelow) {
    for (Address function : path) {
      if (gone.contains(function)) {
        return Fate.LOST;
      }
    }
    int lost = 0;
    boolean harmed = false;
    for (String part : below) {
      Fate fate = ofBelow.apply(part);
      harmed |= fate != Fate.WHOLE;
      lost += fate == Fate.LOST && !idle.contains(part) ? 1 : 0;
    }
    return lost > bears ? Fate.LOST : harmed ? Fate.DEGRADED : Fate.WHOLE;
  }
}
