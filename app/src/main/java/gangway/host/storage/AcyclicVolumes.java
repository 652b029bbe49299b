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
 * Volumes without cycles and without missing volumes, so that every walk down ends.
 *
 * <p>The kernel allows no cycles, but devices may change while Gangway reads them.
 *
 * @param contradictions the removed relations, a sentence each
 * @param cut a sentence about a removed relation, by the volume above it
 */
record AcyclicVolumes(
    Map<String, Volume> volumes, List<String> contradictions, Map<String, String> cut) {
  /** The maximum number of layers; the kernel's limit for the device mapper is much lower. */
  private static final int MAX_DEPTH = 64;

  AcyclicVolumes {
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
    contradictions = List.copyOf(contradictions);
    cut = Map.copyOf(cut);
  }

  static AcyclicVolumes of(Map<String, Volume> volumes) {
    Walk walk = new Walk(new LinkedHashMap<>(volumes));
    for (String name : volumes.keySet()) {
      walk.down(name, 0);
    }
    return new AcyclicVolumes(walk.volumes, walk.contradictions, walk.cut);
  }

  private static final class Walk {
    private final Map<String, Volume> volumes;
    private final List<String> contradictions = new ArrayList<>();
    private final Map<String, String> cut = new HashMap<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private final Set<String> above = new HashSet<>();

    private Walk(Map<String, Volume> volumes) {
      this.volumes = volumes;
    }

    /** The number of layers below a volume; cuts a relation that is a cycle or too deep. */
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
          cut(name, below, "%s is on %s, which the kernel does not list");
        } else if (above.contains(below)) {
          cut(name, below, "%1$s is on %2$s, and %2$s is on %1$s");
        } else if (depth >= MAX_DEPTH || down(below, depth + 1) >= MAX_DEPTH) {
          cut(name, below, "%s is on %s, which has more layers below it than possible");
        } else {
          height = Math.max(height, down(below, depth + 1) + 1);
        }
      }
      above.remove(name);
      heights.put(name, height);
      return height;
    }

    private void cut(String name, String below, String sentence) {
      String contradiction = sentence.formatted(name, below);
      contradictions.add(contradiction);
      cut.putIfAbsent(name, contradiction);
      volumes.computeIfPresent(name, (_, volume) -> volume.notOn(below));
    }
  }
}
