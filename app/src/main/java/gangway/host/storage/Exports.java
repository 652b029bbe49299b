package gangway.host.storage;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The disks that dom0's kernel serves to other machines: of LIO, the SCSI target ({@code
 * target/core/BACKSTORE/NAME/udev_path}, drivers/target/target_core_configfs.c), and of nvmet, the
 * NVMe target ({@code nvmet/subsystems/NAME/namespaces/N/device_path}, drivers/nvme/target/
 * configfs.c). No process has these disks open.
 */
final class Exports {
  private static final Path SCSI = Path.of("/sys/kernel/config/target/core");
  private static final Path NVME = Path.of("/sys/kernel/config/nvmet/subsystems");

  private Exports() {}

  /**
   * An exported disk.
   *
   * @param name its name in the target, {@code iblock_0/data}
   * @param path the device or the file
   */
  record Export(String name, Path path) {}

  static List<Export> read(Machine machine) {
    List<Export> exports = new ArrayList<>();
    for (String backstore : machine.list(SCSI)) {
      Path folder = SCSI.resolve(backstore);
      for (String name : machine.list(folder)) {
        path(machine, folder.resolve(name).resolve("udev_path"))
            .forEach(path -> exports.add(new Export(backstore + "/" + name, path)));
      }
    }
    for (String subsystem : machine.list(NVME)) {
      Path folder = NVME.resolve(subsystem).resolve("namespaces");
      for (String number : machine.list(folder)) {
        path(machine, folder.resolve(number).resolve("device_path"))
            .forEach(path -> exports.add(new Export(subsystem + "/" + number, path)));
      }
    }
    return exports;
  }

  private static Stream<Path> path(Machine machine, Path file) {
    return machine.read(file).map(String::strip).filter(text -> text.startsWith("/")).stream()
        .map(Path::of);
  }
}
