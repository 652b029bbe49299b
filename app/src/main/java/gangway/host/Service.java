package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a driver of dom0 offers for a function: a network interface, a disk controller. If a bound
 * driver offers nothing, the function does not work.
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
   * @param folder the name that the kernel creates below the function's folder in sysfs
   */
  Service(String words, int type, String folder) {
    this.words = words;
    this.type = type;
    this.folder = folder;
  }

  /** The service of a function; empty if sysfs shows no service for its class. */
  public static Optional<Service> of(PciFunction function) {
    return Stream.of(values())
        .filter(service -> service.type == function.type().withSubclass())
        .findFirst();
  }

  /** Whether the function offers it now; a virtio function does so through a device of that bus. */
  public boolean offered(Machine machine, PciFunction function) {
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
