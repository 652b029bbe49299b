package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The mounted bcachefs file systems. {@code /sys/fs/bcachefs/UUID} has a folder {@code dev-N} for
 * each member, whose link {@code block} leads to the block device (fs/bcachefs/sysfs.c, {@code
 * bch2_dev_sysfs_online}).
 */
final class Bcachefs {
  private static final Path FOLDER = Path.of("/sys/fs/bcachefs");

  private final Map<String, List<String>> byDevice = new TreeMap<>();

  static Bcachefs read(Machine machine) {
    Bcachefs all = new Bcachefs();
    for (String uuid : machine.list(FOLDER)) {
      Path folder = FOLDER.resolve(uuid);
      List<String> devices = new ArrayList<>();
      for (String name : machine.list(folder)) {
        if (name.startsWith("dev-")) {
          machine.linkName(folder.resolve(name).resolve("block")).ifPresent(devices::add);
        }
      }
      devices.forEach(device -> all.byDevice.put(device, devices));
    }
    return all;
  }

  /** All devices of the file system to which a device belongs; the device alone if to none. */
  List<String> with(String device) {
    return byDevice.getOrDefault(device, List.of(device));
  }

  /** The devices of all mounted bcachefs file systems. */
  Set<String> all() {
    return byDevice.keySet();
  }
}
