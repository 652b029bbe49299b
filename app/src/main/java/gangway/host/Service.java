package gangway.host;

import gangway.machine.Machine;
import gangway.pci.Function;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a driver of dom0 makes of a function: a network interface, a disk controller. A driver that
 * holds a function and offers none of it has not got it to work.
 */
public enum Service {
  NETWORK_INTERFACE("network interface", 0x0200, "net"),
  NVME_CONTROLLER("NVMe controller", 0x0108, "nvme"),
  SATA_CONTROLLER("SATA controller", 0x0106, "ata.*"),
  SCSI_HOST("SCSI host", 0x0107, "host.*");

  private final String words;
  private final int type;
  private final String folder;

  /**
   * @param type the class and subclass of functions that offer it
   * @param folder the name of what the kernel makes below the function's folder in sysfs
   */
  Service(String words, int type, String folder) {
    this.words = words;
    this.type = type;
    this.folder = folder;
  }

  /** What a function is for; nothing if there is nothing to be seen of it in sysfs. */
  public static Optional<Service> of(Function function) {
    return Stream.of(values())
        .filter(service -> service.type == function.type().withSubclass())
        .findFirst();
  }

  /** Whether the function offers it now; one of virtio's does so through a device of that bus. */
  public boolean offered(Machine machine, Function function) {
    Path place = PciBus.folder(function.address());
    List<String> names = machine.list(place);
    return names.stream().anyMatch(name -> name.matches(folder))
        || names.stream()
            .filter(name -> name.matches("virtio[0-9]+"))
            .anyMatch(name ->
                machine.list(place.resolve(name)).stream().anyMatch(n -> n.matches(folder)));
  }

  @Override
  public String toString() {
    return words;
  }
}
