package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The mounted btrfs file systems, from {@code /sys/fs/btrfs/UUID} (btrfs(5), "sysfs interface").
 */
final class Btrfs {
  private static final Path FOLDER = Path.of("/sys/fs/btrfs");

  /** The number of devices that a profile can lose; 0 for profiles that are not listed. */
  private static final Map<String, Integer> SPARED =
      Map.of("raid1", 1, "raid10", 1, "raid1c3", 2, "raid1c4", 3, "raid5", 1, "raid6", 2);

  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, String> byDevice = new HashMap<>();
  private final Set<String> devices = new LinkedHashSet<>();

  static Btrfs read(Machine machine) {
    Btrfs all = new Btrfs();
    for (String uuid : machine.list(FOLDER)) {
      Path folder = FOLDER.resolve(uuid);
      List<String> devices = machine.list(folder.resolve("devices"));
      all.devices.addAll(devices);
      int missing = missing(machine, folder.resolve("devinfo"));
      if (devices.size() + missing > 1) {
        String name = "btrfs " + uuid;
        all.volumes.put(
            name,
            Volume.of(name, name, devices)
                .tolerating(tolerates(machine, folder.resolve("allocation")) - missing, Set.of()));
        devices.forEach(device -> all.byDevice.put(device, name));
      }
    }
    return all;
  }

  private static int missing(Machine machine, Path devices) {
    return (int)
        machine.list(devices).stream()
            .filter(id ->
                machine
                    .read(devices.resolve(id).resolve("missing"))
                    .filter(text -> text.strip().equals("1"))
                    .isPresent())
            .count();
  }

  /** Each kind of data has one profile or, during a conversion, several; the weakest counts. */
  private static int tolerates(Machine machine, Path allocation) {
    int least = Integer.MAX_VALUE;
    for (String kind : List.of("data", "metadata", "system")) {
      List<String> ways =
          machine.list(allocation.resolve(kind)).stream()
              .filter(way ->
                  machine.exists(allocation.resolve(kind).resolve(way).resolve("used_bytes")))
              .toList();
      if (ways.isEmpty()) {
        return 0;
      }
      for (String way : ways) {
        least = Math.min(least, SPARED.getOrDefault(way, 0));
      }
    }
    return least;
  }

  Map<String, Volume> volumes() {
    return volumes;
  }

  /** The file system of several devices to which a device belongs, if any. */
  Optional<String> with(String device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  /** The volumes of all mounted btrfs file systems. */
  Set<String> all() {
    return devices.stream()
        .map(device -> byDevice.getOrDefault(device, device))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
