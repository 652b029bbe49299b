package gangway.host.storage;

import gangway.machine.Machine;
import gangway.xen.guest.Guests;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of the host, and their uses by dom0 and its guests.
 *
 * @param volumes by name; without cycles, and every volume below another one is in the map
 * @param contradictions contradictory information from the kernel, a sentence each
 * @param unplaced the uses whose disk or other machine cannot be determined
 */
public record Storage(
    Map<String, Volume> volumes,
    List<Use> uses,
    List<String> contradictions,
    List<Unplaced> unplaced) {
  /** The end of the description of a file system that no mount shows. */
  public static final String IN_NO_MOUNT_TABLE = "which is active and in no mount table";

  public Storage {
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    uses = List.copyOf(uses);
    contradictions = List.copyOf(contradictions);
    unplaced = List.copyOf(unplaced);
  }

  /**
   * A use of a volume.
   *
   * @param what the mount point, {@code swap}, or another description
   * @param on the volume's name
   */
  public record Use(Kind kind, String what, String on) {

    /**
     * Written out like {@link gangway.pci.PciAddress#equals}, because sets hold hundreds of uses.
     */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Use use
          && kind == use.kind
          && what.equals(use.what)
          && on.equals(use.on);
    }

    @Override
    public int hashCode() {
      return what.hashCode() * 31 + on.hashCode();
    }
  }

  /** The kind of a use, from worst to least if it is lost. */
  public enum Kind {
    /** dom0 does not run, or does not boot, without it. */
    SYSTEM,
    /** Mounted, or used as swap. */
    IN_USE,
    /** Active, without a known use. */
    MEMBER,
    /** A disk of a running guest. */
    GUEST,
    /** Mounted at the next boot. */
    BOOT,
    /** A disk in a guest's definition. */
    DEFINED_GUEST,
    /** Part of a volume that is not active. */
    DORMANT;

    /** Whether it is in use now. */
    public boolean active() {
      return this != BOOT && this != DEFINED_GUEST && this != DORMANT;
    }
  }

  public static Storage read(Machine machine, Guests guests) {
    return new StorageReader(machine).read(guests);
  }

  /** The uses of disks and file systems on other machines. */
  public List<Remote> remotes() {
    Map<String, Set<Peer>> peers = new HashMap<>();
    Set<Remote> remotes = new LinkedHashSet<>();
    for (Use use : uses) {
      for (Peer peer : peers(use.on(), peers)) {
        remotes.add(new Remote(use.what(), peer, use.kind() == Kind.DEFINED_GUEST));
      }
    }
    return List.copyOf(remotes);
  }

  private Set<Peer> peers(String name, Map<String, Set<Peer>> known) {
    Set<Peer> peers = known.get(name);
    if (peers == null) {
      peers = new LinkedHashSet<>();
      Volume volume = volumes.get(name);
      if (volume != null) {
        volume.peer().ifPresent(peers::add);
        for (String below : volume.below()) {
          peers.addAll(peers(below, known));
        }
      }
      known.put(name, peers);
    }
    return peers;
  }
}
