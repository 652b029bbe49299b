package gangway.check;

import gangway.host.storage.Carried;
import gangway.host.storage.Losses;
import gangway.host.storage.Storage;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume;
import gangway.host.storage.Volume.Fate;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How what is kept on disks hangs on a function.
 *
 * @param gone all functions that go, this one among them
 * @param together what becomes of the volumes then
 */
record DiskEvidence(
    Storage storage, Carried carried, Address function, Set<Address> gone, Losses together) {

  /** A chain for each volume that is used, with all that it is used for. */
  List<String> chains(List<Use> uses) {
    Map<String, List<String>> byVolume = new LinkedHashMap<>();
    for (Use use : uses) {
      byVolume.computeIfAbsent(use.on(), _ -> new ArrayList<>()).add(use.what());
    }
    Losses alone = new Losses(storage, Set.of(function));
    List<String> lines = new ArrayList<>();
    byVolume.entrySet().stream()
        .limit(Several.MOST)
        .forEach(used -> {
          String volume = used.getKey();
          lines.add(chain(Several.of(used.getValue()), volume));
          if (together.of(volume) == Fate.LOST && alone.of(volume) != Fate.LOST) {
            lines.add(
                "alone it would leave it degraded; but what else it is on goes too: "
                    + Several.of(others(volume)));
          }
        });
    if (byVolume.size() > Several.MOST) {
      lines.add("and " + (byVolume.size() - Several.MOST) + " more");
    }
    return lines;
  }

  /** From what is used to the deepest function, and on to the one in question if that is above. */
  private String chain(String what, String volume) {
    List<Volume> volumes = carried.chain(volume, function);
    List<Address> path = volumes.isEmpty() ? List.of() : volumes.getLast().path();
    Stream<String> deeper =
        path.subList(path.indexOf(function) + 1, path.size()).reversed().stream()
            .map(Address::toString);
    Stream<String> labels =
        volumes.stream().map(Volume::label).filter(label -> !label.equals(what));
    return Chain.of(what, Stream.concat(labels, deeper), function);
  }

  private List<String> others(String volume) {
    return carried.carriers(volume).stream()
        .filter(other -> gone.contains(other) && !other.equals(function))
        .map(Address::toString)
        .toList();
  }

  /** What bears the loss: the lowest of each chain that stays. */
  List<String> degraded(List<Use> uses) {
    Set<String> labels = new LinkedHashSet<>();
    for (Use use : uses) {
      carried.chain(use.on(), function).stream()
          .filter(volume -> together.of(volume.name()) == Fate.DEGRADED)
          .reduce((_, lower) -> lower)
          .ifPresent(volume -> labels.add(volume.label()));
    }
    return List.copyOf(labels);
  }
}
