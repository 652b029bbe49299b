package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file systems that are active in the kernel, whether or not a mount table shows them. A file
 * system stays active without a mount after {@code umount -l} while a process has a file of it
 * open, and in a mount namespace without a process.
 *
 * <p>ext4, XFS, F2FS, NILFS2 and EROFS have a folder {@code /sys/fs/TYPE/DEVICE}; the journals of
 * ext4 and OCFS2 inside a file system are {@code /proc/fs/jbd2/DEVICE-N} (fs/jbd2/journal.c). A
 * slash in the name of a device is an exclamation mark. See {@link Btrfs} and {@link Bcachefs} for
 * theirs. The kernel shows nothing like this of other types.
 */
final class ActiveFileSystems {
  private static final Path TYPES = Path.of("/sys/fs");
  private static final Path JOURNALS = Path.of("/proc/fs/jbd2");
  private static final Pattern INSIDE = Pattern.compile("(.+)-\\d+");

  private ActiveFileSystems() {}

  /**
   * The types of active file systems, by device.
   *
   * @param devices the names of all block devices
   */
  static Map<String, String> read(Machine machine, Set<String> devices) {
    Map<String, String> active = new LinkedHashMap<>();
    for (String type : List.of("ext4", "xfs", "f2fs", "nilfs2", "erofs")) {
      for (String name : machine.list(TYPES.resolve(type))) {
        if (devices.contains(name)) { // not "features", "stats", "debug"
          active.put(name, type);
        }
      }
    }
    for (String name : machine.list(JOURNALS)) {
      Matcher inside = INSIDE.matcher(name);
      if (inside.matches() && devices.contains(inside.group(1))) {
        active.putIfAbsent(inside.group(1), "ext4 or ocfs2");
      }
    }
    return active;
  }
}
