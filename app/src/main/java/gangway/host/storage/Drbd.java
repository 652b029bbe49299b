package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices of DRBD that another machine has a whole copy of, and that so go on without the disk
 * below them.
 *
 * <p>{@code /proc/drbd} of the kernel's own DRBD (8.4) has a line for each, {@code 0: cs:Connected
 * ro:Primary/Secondary ds:UpToDate/UpToDate C r-----}; DRBD 9 has none there, and of its devices
 * the disk is needed.
 */
record Drbd(Set<String> mirrored) {
  private static final Path STATUS = Path.of("/proc/drbd");
  private static final Pattern NAME = Pattern.compile("drbd\\d+");
  private static final Pattern DEVICE =
      Pattern.compile("\\s*(\\d+): cs:Connected .*ds:UpToDate/UpToDate .*");

  static Drbd read(Machine machine) {
    Set<String> mirrored = new HashSet<>();
    for (String line : machine.lines(STATUS)) {
      Matcher device = DEVICE.matcher(line);
      if (device.matches()) {
        mirrored.add("drbd" + device.group(1));
      }
    }
    return new Drbd(mirrored);
  }

  static boolean named(String name) {
    return NAME.matcher(name).matches();
  }

  Volume volume(String name, List<String> below) {
    return Volume.of(name, "/dev/" + name + " (DRBD)", below)
        .bearing(mirrored.contains(name) ? 1 : 0, Set.of());
  }
}
