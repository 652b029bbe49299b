package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DRBD devices with a complete copy on another machine; they work without their local disk.
 *
 * <p>{@code /proc/drbd} of the kernel's own DRBD (8.4) has a line for each device, {@code 0:
 * cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----}. DRBD 9 has no such lines, so
 * Gangway assumes that its devices need their disk.
 *
 * @param mirrored the devices with a complete copy on another machine
 * @param alone the devices that have no connection and do not wait for one
 */
record Drbd(Set<String> mirrored, Set<String> alone) {
  private static final Path STATUS = Path.of("/proc/drbd");
  private static final Pattern NAME = Pattern.compile("drbd\\d+");
  private static final Pattern DEVICE =
      Pattern.compile("\\s*(\\d+): cs:Connected .*ds:UpToDate/UpToDate .*");

  private static final Pattern ALONE =
      Pattern.compile("\\s*(\\d+): cs:(?:StandAlone|Unconfigured)(?: .*)?");

  Drbd {
    alone = Set.copyOf(alone);
    mirrored = Collections.unmodifiableSet(new LinkedHashSet<>(mirrored));
  }

  static Drbd read(Machine machine) {
    Set<String> mirrored = new HashSet<>();
    Set<String> alone = new HashSet<>();
    for (String line : machine.lines(STATUS)) {
      Matcher device = DEVICE.matcher(line);
      if (device.matches()) {
        mirrored.add("drbd" + device.group(1));
      }
      Matcher unconnected = ALONE.matcher(line);
      if (unconnected.matches()) {
        alone.add("drbd" + unconnected.group(1));
      }
    }
    return new Drbd(mirrored, alone);
  }

  static boolean named(String name) {
    return NAME.matcher(name).matches();
  }

  /** Why the machine with the other copy is not known; empty if no other machine is connected. */
  Optional<String> unknownPeer(String name) {
    return alone.contains(name)
        ? Optional.empty()
        : Optional.of(
            "/dev/%s has a copy on another machine (DRBD), and the kernel does not show which NIC"
                    .formatted(name)
                + " leads to it");
  }

  Volume volume(String name, List<String> below) {
    return Volume.of(name, "/dev/" + name + " (DRBD)", below)
        .tolerating(mirrored.contains(name) ? 1 : 0, Set.of());
  }
}
