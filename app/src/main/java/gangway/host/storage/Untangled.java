package gangway.host.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Volumes of which none is made of itself or of what is not there, so that whoever walks down them
 * comes to an end.
 *
 * <p>The kernel lets no such be made; but it may change while it is read.
 *
 * @param contradictions what was taken out, a sentence each
 */
record Untangled(Map<String, Volume> volumes, List<String> contradictions) {
  /** Stacks on one another; the kernel's own limit for the device mapper is far below. */
  private static final int MOST_DEPTH = 64;

  static Untangled of(Map<String, Volume> volumes) {
    Walk walk = new Walk(new LinkedHashMap<>(volumes));
    for (String name : volumes.keySet()) {
      walk.down(name, 0);
    }
    return new Untangled(
        Collections.unmodifiableMap(walk.volumes), List.copyOf(walk.contradictions));
  }

  private static final class Walk {
    private final Map<String, Volume> volumes;
    private final List<String> contradictions = new ArrayList<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private final Set<String> above = new HashSet<>();

    private Walk(Map<String, Volume> volumes) {
      this.volumes = volumes;
    }

    /** How many layers there are below a volume; what is too deep or a circle is cut there. */
    private int down(String name, int depth) {
      Integer known = heights.get(name);
      if (known != null) {
        return known;
      }
      Volume volume = volumes.get(name);
      int height = 0;
      above.add(name);
      for (String below : volume == null ? List.<String>of() : volume.below()) {
        if (!volumes.containsKey(below)) {
          cut(name, below, "%s is made of %s, which the kernel does not show");
        } else if (above.contains(below)) {
          cut(name, below, "%s is made of %s, and that of it");
        } else if (depth >= MOST_DEPTH || down(below, depth + 1) >= MOST_DEPTH) {
          cut(name, below, "%s is made of %s, and that of more layers than there can be");
        } else {
          height = Math.max(height, down(below, depth + 1) + 1);
        }
      }
      above.remove(name);
      heights.put(name, height);
      return height;
    }

    private void cut(String name, String below, String sentence) {
      contradictions.add(sentence.formatted(name, below));
      volumes.computeIfPresent(name, (_, volume) -> volume.notOn(below));
    }
  }
}
