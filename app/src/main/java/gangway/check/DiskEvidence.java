package gangway.check;

import gangway.host.storage.DiskUsage;
import gangway.host.storage.Losses;
import gangway.host.storage.Storage;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume;
import gangway.host.storage.Volume.Impact;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The evidence that a file system, guest disk or other use depends on a function.
 *
 * @param gone all functions that dom0 loses, including this one
 * @param together what happens to the volumes if dom0 loses all of them
 */
record DiskEvidence(
    Storage storage, DiskUsage usage, PciAddress function, Set<PciAddress> gone, Losses together) {
  DiskEvidence {
    gone = Collections.unmodifiableSet(new LinkedHashSet<>(gone));
  }

  /** One line for each used volume: its uses, and the path from it to the function. */
  List<String> chains(List<Use> uses) {
    Map<String, List<String>> byVolume = new LinkedHashMap<>();
    for (Use use : uses) {
      byVolume.computeIfAbsent(use.on(), _ -> new ArrayList<>()).add(use.what());
    }
    Losses alone = new Losses(storage, Set.of(function));
    List<String> lines = new ArrayList<>();
    byVolume.keySet().stream()
        .limit(TextLists.MAX_SHOWN)
        .forEach(volume -> {
          lines.add(chain(TextLists.of(byVolume.getOrDefault(volume, List.of())), volume));
          if (together.of(volume) == Impact.LOST && alone.of(volume) != Impact.LOST) {
            lines.add(
                "without this function alone it would only be degraded, but dom0 also loses: "
                    + TextLists.of(others(volume)));
          }
        });
    if (byVolume.size() > TextLists.MAX_SHOWN) {
      lines.add("and " + (byVolume.size() - TextLists.MAX_SHOWN) + " more");
    }
    return lines;
  }

  /**
   * The path from the use to the deepest function, and up to the one in question if it is a bridge.
   */
  private String chain(String what, String volume) {
    List<Volume> volumes = usage.chain(volume, function);
    List<PciAddress> path = volumes.isEmpty() ? List.of() : volumes.getLast().path();
    Stream<String> deeper =
        path.subList(path.indexOf(function) + 1, path.size()).reversed().stream()
            .map(PciAddress::toString);
    Stream<String> labels =
        volumes.stream().map(Volume::label).filter(label -> !label.equals(what));
    return EvidencePath.of(what, Stream.concat(labels, deeper), function);
  }

  private List<String> others(String volume) {
    List<String> others =
        usage.carriers(volume).stream()
            .filter(other -> gone.contains(other) && !other.equals(function))
            .map(PciAddress::toString)
            .toList();
    return others.isEmpty() ? List.of("the connection to another machine with a part") : others;
  }

  /** The labels of the volumes that only lose redundancy: the lowest such volume of each path. */
  List<String> degraded(List<Use> uses) {
    Set<String> labels = new LinkedHashSet<>();
    for (Use use : uses) {
      usage.chain(use.on(), function).stream()
          .filter(volume -> together.of(volume.name()) == Impact.DEGRADED)
          .reduce((_, lower) -> lower)
          .ifPresent(volume -> labels.add(volume.label()));
    }
    return List.copyOf(labels);
  }
}
