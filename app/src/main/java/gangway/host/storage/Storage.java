package gangway.host.storage;

import gangway.machine.Machine;
import gangway.toolstack.Guests;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What dom0 and its guests keep on disks, and what those disks are made of.
 *
 * @param volumes by name; nothing is made of itself, and all that is below one is among them
 * @param contradictions what the kernel told of them that cannot be so, a sentence each
 */
public record Storage(Map<String, Volume> volumes, List<Use> uses, List<String> contradictions) {

  /**
   * Something that is kept on a volume.
   *
   * @param what the place it is mounted at, {@code swap}, or what else it is
   * @param on the volume's name
   */
  public record Use(Kind kind, String what, String on) {

    /** Written out as {@link gangway.pci.Address#equals} is: it is in a set by the hundred. */
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

  /** What a use means to dom0. */
  public enum Kind {
    /** Without it dom0 does not run, or does not start again. */
    SYSTEM,
    /** Mounted, or used as swap. */
    IN_USE,
    /** Active, for whatever may be done with it. */
    MEMBER,
    /** A disk of a guest that runs. */
    GUEST,
    /** To be mounted at the next boot. */
    BOOT,
    /** A disk of a guest's definition. */
    DEFINED_GUEST,
    /** Part of something that is not active. */
    DORMANT;

    /** Whether it is in use now. */
    public boolean active() {
      return this != BOOT && this != DEFINED_GUEST && this != DORMANT;
    }
  }

  public static Storage read(Machine machine, Guests guests) {
    return new StorageReader(machine).read(guests);
  }

  /** What is kept on other machines. */
  public List<Remote> remotes() {
    Map<String, Set<String>> peers = new HashMap<>();
    Set<Remote> remotes = new LinkedHashSet<>();
    for (Use use : uses) {
      for (String peer : peers(use.on(), peers)) {
        remotes.add(new Remote(use.what(), peer));
      }
    }
    return List.copyOf(remotes);
  }

  private Set<String> peers(String name, Map<String, Set<String>> known) {
    Set<String> peers = known.get(name);
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
