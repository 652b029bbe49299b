package gangway.host.storage;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The paths of multipath devices that work. The device mapper can have given up a path whose disk
 * still has the SCSI state {@code running}; only {@code dmsetup status} shows that: {@code NAME: 0
 * LENGTH multipath … MAJOR:MINOR A FAILURES MAJOR:MINOR F FAILURES …}, A for an active path, F for
 * a failed one (drivers/md/dm-mpath.c, {@code multipath_status}). Without its output, a device
 * counts as lost with any of its paths.
 */
final class MultipathStates {
  private static final Pattern ACTIVE = Pattern.compile("(?<= )(\\d+:\\d+) A(?= )");

  private MultipathStates() {}

  /**
   * Sets which paths a device can lose.
   *
   * @param multipaths the kernel's names of the multipath devices, and their names in the device
   *     mapper
   * @param byNumber the kernel's names of all devices, by {@code major:minor}
   */
  static void settle(
      MapperStatus status,
      Map<String, Volume> volumes,
      Map<String, String> multipaths,
      Map<String, String> byNumber) {
    multipaths.forEach((name, title) -> {
      Volume volume = Objects.requireNonNull(volumes.get(name));
      Optional<Set<String>> active = active(status, title, byNumber);
      Set<String> failed = new HashSet<>(volume.below());
      failed.removeAll(active.orElse(Set.of()));
      failed.addAll(volume.spares());
      volumes.put(
          name,
          active.isPresent()
              ? volume.tolerating(volume.below().size() - failed.size() - 1, failed)
              : volume.tolerating(0, Set.of()));
    });
  }

  private static Optional<Set<String>> active(
      MapperStatus status, String title, Map<String, String> byNumber) {
    return status.lines().stream()
        .filter(line -> line.startsWith(title + ": ") && line.contains(" multipath "))
        .findFirst()
        .map(line ->
            ACTIVE
                .matcher(line + " ")
                .results()
                .map(MatchResult::group)
                .map(path -> byNumber.getOrDefault(path.split(" ")[0], ""))
                .collect(Collectors.toSet()));
  }
}
