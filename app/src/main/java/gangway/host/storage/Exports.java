package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The disks that dom0's kernel serves to other machines: of LIO, the SCSI target ({@code
 * target/core/BACKSTORE/NAME/udev_path}, drivers/target/target_core_configfs.c), and of nvmet, the
 * NVMe target ({@code nvmet/subsystems/NAME/namespaces/N/device_path}, drivers/nvme/target/
 * configfs.c). A namespace is served with its device; {@code passthru/device_path} is a controller,
 * {@code /dev/nvme0}, of which all namespaces are served. The backstore {@code pscsi} need not have
 * a path. No process has these disks open.
 */
final class Exports {
  private static final Path SCSI = Path.of("/sys/kernel/config/target/core");
  private static final Path NVME = Path.of("/sys/kernel/config/nvmet/subsystems");

  private Exports() {}

  /**
   * An exported disk.
   *
   * @param name its name in the target, {@code iblock_0/data}
   * @param path the device or the file; empty if the target does not name it
   */
  record Export(String name, Optional<Path> path) {
    Export(String name, Path path) {
      this(name, Optional.of(path));
    }
  }

  /**
   * Reads the exported disks.
   *
   * @param devices the names of all block devices
   */
  static List<Export> read(Machine machine, Set<String> devices) {
    List<Export> exports = new ArrayList<>();
    for (String backstore : machine.list(SCSI)) {
      Path folder = SCSI.resolve(backstore);
      for (String name : machine.list(folder)) {
        List<Path> paths = path(machine, folder.resolve(name).resolve("udev_path")).toList();
        paths.forEach(path -> exports.add(new Export(backstore + "/" + name, path)));
        if (paths.isEmpty()
            && backstore.startsWith("pscsi_")
            && machine.exists(folder.resolve(name).resolve("udev_path"))) {
          exports.add(new Export(backstore + "/" + name, Optional.empty()));
        }
      }
    }
    List<String> subsystems = machine.list(NVME);
    for (String subsystem : subsystems) {
      Path folder = NVME.resolve(subsystem).resolve("namespaces");
      for (String number : machine.list(folder)) {
        path(machine, folder.resolve(number).resolve("device_path"))
            .forEach(path -> exports.add(new Export(subsystem + "/" + number, path)));
      }
    }
    for (String subsystem : subsystems) {
      path(machine, NVME.resolve(subsystem).resolve("passthru/device_path"))
          .forEach(controller -> passed(subsystem, controller, devices, exports));
    }
    return exports;
  }

  /** Adds a controller; one without a known namespace is an export whose disk is not known. */
  private static void passed(
      String subsystem, Path controller, Set<String> devices, List<Export> exports) {
    String name = subsystem + "/passthru";
    Pattern namespace = Pattern.compile(Pattern.quote(controller.getFileName() + "n") + "\\d+");
    List<Export> namespaces =
        devices.stream()
            .filter(device -> namespace.matcher(device).matches())
            .map(device -> new Export(name, Path.of("/dev", device)))
            .toList();
    exports.addAll(namespaces.isEmpty() ? List.of(new Export(name, controller)) : namespaces);
  }

  private static Stream<Path> path(Machine machine, Path file) {
    return machine.read(file).map(String::strip).filter(text -> text.startsWith("/")).stream()
        .map(Path::of);
  }
}
