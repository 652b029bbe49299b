package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices of a mounted f2fs file system. Its mount has the number and the name of the first
 * device. Since Linux 6.10, {@code /proc/fs/f2fs/DEVICE/disk_map} lists the devices if there are
 * several (fs/f2fs/sysfs.c, {@code disk_map_seq_show}); earlier kernels do not show them.
 */
final class F2fs {
  private static final Path FOLDER = Path.of("/proc/fs/f2fs");
  private static final String FIRST_LINE = "Address Layout";
  private static final Pattern DISK = Pattern.compile("Disk: *\\d+ .* on (/.+)");

  private F2fs() {}

  /**
   * The paths of all devices, as mkfs.f2fs was given them; an empty list if the first device is the
   * only one.
   *
   * @param first the kernel's name of the first device
   * @return empty if the kernel does not show the devices
   */
  static Optional<List<String>> devices(Machine machine, String first) {
    return machine
        .exact(map(first))
        // the kernel ends each line: without the end of the last one, something is missing
        .filter(text -> text.endsWith("\n"))
        .filter(text -> text.lines().anyMatch(line -> line.startsWith(FIRST_LINE)))
        .map(text ->
            text.lines()
                .map(DISK::matcher)
                .filter(Matcher::matches)
                .map(disk -> disk.group(1))
                .toList());
  }

  /** The file that lists the devices. */
  static Path map(String first) {
    return FOLDER.resolve(first).resolve("disk_map");
  }
}
