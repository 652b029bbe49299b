package gangway.xen.guest;

import gangway.Text;
import gangway.xen.definition.DiskSpec;
import gangway.xen.definition.OtherDisk;
import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A disk that dom0 serves to a guest, from XenStore: {@code backend/vbd/DOMID/DEV} for the kernel's
 * backend, and similar nodes for the backends in user space (docs/misc/xenstore-paths.pandoc).
 *
 * @param name its path, or its number if it has no path, or its URL if it has neither, or else what
 *     is known of it; never with a password
 * @param path the device or the file in dom0
 * @param number the device number, {@code 253:5}, as the hot-plug scripts recorded it
 * @param other the target that is no path, for a script or for QEMU
 */
public record BackendDisk(
    String name, Optional<Path> path, Optional<String> number, Optional<OtherDisk> other) {
  private static final String BACKENDS = "/local/domain/0/backend/";
  private static final List<String> KINDS = List.of("vbd", "vbd3", "qdisk", "tap");

  /** Two hexadecimal numbers. */
  private static final Pattern PHYSICAL = Pattern.compile("([0-9a-f]{1,4}):([0-9a-f]{1,6})");

  /** The prefix that backends in user space write before the path: {@code qcow2:/…}. */
  private static final Pattern FORMAT = Pattern.compile("^(?:[a-z0-9-]{1,16}:)+(?=/)");

  private static final List<String> PATHS =
      List.of("params", "physical-device-path", "tapdisk-params");
  private static final List<String> PATHS_OF_SCRIPTS = List.of("physical-device-path");

  /** More disks than a guest can have; the rest is ignored. */
  private static final int MAX_DISKS = 512;

  /** The disks of every guest, by domain ID. */
  public static Map<Integer, List<BackendDisk>> read(XenStore store) {
    return store.consistently(BackendDisk::look);
  }

  private static Map<Integer, List<BackendDisk>> look(XenStoreView store) {
    Map<Integer, List<BackendDisk>> disks = new HashMap<>();
    for (String kind : KINDS) {
      for (String domid : store.list(BACKENDS + kind)) {
        OptionalInt number = Text.digits(domid, 5);
        if (number.isPresent()) {
          String folder = BACKENDS + kind + "/" + domid;
          List<BackendDisk> own = disks.computeIfAbsent(number.getAsInt(), _ -> new ArrayList<>());
          store.list(folder).stream()
              .limit(MAX_DISKS)
              .flatMap(device -> at(store, folder + "/" + device).stream())
              .forEach(own::add);
        }
      }
    }
    return disks;
  }

  /** Empty for a drive without a medium. */
  private static Optional<BackendDisk> at(XenStoreView store, String node) {
    Optional<String> number = store.read(node + "/physical-device").flatMap(BackendDisk::decimal);
    String script =
        store
            .read(node + "/script")
            .map(String::strip)
            .filter(file -> !DiskSpec.ordinary(file))
            .orElse("");
    // another script decides what its target means, and records the device that it found
    Optional<Path> path =
        (script.isEmpty() ? PATHS : PATHS_OF_SCRIPTS)
            .stream()
                .flatMap(key -> store.read(node + "/" + key).stream())
                .filter(value -> QemuUrl.of(value).isEmpty())
                .flatMap(
                    value -> DiskSpec.absolute(FORMAT.matcher(value).replaceFirst("")).stream())
                .findFirst();
    Optional<OtherDisk> other =
        path.isEmpty() && number.isEmpty() ? other(store, node, script) : Optional.empty();
    return path.map(Path::toString)
        .or(() -> number)
        .or(() -> other.map(BackendDisk::name))
        .map(name -> new BackendDisk(name, path, number, other));
  }

  private static Optional<OtherDisk> other(XenStoreView store, String node, String script) {
    String target =
        Stream.of("params", "tapdisk-params")
            .flatMap(key -> store.read(node + "/" + key).stream())
            .map(QemuUrl::withoutFormat)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    if (!script.isEmpty()) {
      return Optional.of(OtherDisk.ofScript(target, script));
    }
    return target.isEmpty() ? Optional.empty() : Optional.of(new OtherDisk(target, ""));
  }

  /** What can be printed of a disk; its target can contain a password. */
  public static String name(OtherDisk disk) {
    if (disk.by().isEmpty()) {
      return QemuUrl.of(disk.target()).map(QemuUrl::text).orElse("(unknown target)");
    }
    return disk.drbd().map("drbd:"::concat).orElse("(" + disk.by() + ")");
  }

  private static Optional<String> decimal(String physical) {
    Matcher match = PHYSICAL.matcher(physical.strip());
    return match.matches()
        ? Optional.of(
            Integer.parseInt(match.group(1), 16) + ":" + Integer.parseInt(match.group(2), 16))
        : Optional.empty();
  }
}
