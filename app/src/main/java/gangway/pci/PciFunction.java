package gangway.pci;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A PCI function, from its folder in sysfs.
 *
 * @param driver the driver that is bound to it, by its name below {@code /sys/bus/pci/drivers}
 */
public record PciFunction(
    PciAddress address,
    DeviceId id,
    DeviceId subsystem,
    PciClass type,
    Optional<String> driver,
    String modalias) {
  private static final DeviceId UNKNOWN = new DeviceId(0, 0);

  /**
   * Reads a {@code uevent} file: lines {@code KEY=VALUE} with {@code DRIVER}, {@code PCI_CLASS},
   * {@code PCI_ID}, {@code PCI_SUBSYS_ID} and {@code MODALIAS} (drivers/pci/pci-driver.c, {@code
   * pci_uevent}). Its {@code PCI_SLOT_NAME} is ignored, because a driver can rename its device
   * (intel-ipu7 does).
   *
   * @param address the name of the function's folder
   * @return empty if the text does not describe a PCI function
   */
  static Optional<PciFunction> parse(PciAddress address, String uevent) {
    Optional<DeviceId> id = Optional.empty();
    Optional<DeviceId> subsystem = Optional.empty();
    int type = -1;
    Optional<String> driver = Optional.empty();
    String modalias = "";
    for (int from = 0; from < uevent.length(); ) {
      int end = uevent.indexOf('\n', from);
      end = end < 0 ? uevent.length() : end;
      int equals = uevent.indexOf('=', from);
      if (equals > 0 && equals < end) {
        String value = uevent.substring(equals + 1, end);
        switch (uevent.substring(from, equals)) {
          case "DRIVER" -> driver = Optional.of(value).filter(PciFunction::isName);
          case "PCI_CLASS" -> type = classCode(value);
          case "PCI_ID" -> id = DeviceId.parse(value);
          case "PCI_SUBSYS_ID" -> subsystem = DeviceId.parse(value);
          case "MODALIAS" -> modalias = value;
          default -> {}
        }
      }
      from = end + 1;
    }
    if (id.isEmpty() || type < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new PciFunction(
            address, id.get(), subsystem.orElse(UNKNOWN), new PciClass(type), driver, modalias));
  }

  /**
   * Reads the single files of a folder without {@code uevent}, as in copies of sysfs that leave out
   * such files: {@code class}, {@code vendor}, {@code device}, {@code subsystem_vendor}, {@code
   * subsystem_device}, {@code modalias}, and the link {@code driver} (drivers/pci/pci-sysfs.c).
   *
   * @return empty if class, vendor or device cannot be read
   */
  static Optional<PciFunction> read(Machine machine, PciAddress address) {
    Path folder = PciBus.folder(address);
    Optional<DeviceId> id = id(machine, folder.resolve("vendor"), folder.resolve("device"));
    OptionalInt type = hexadecimal(machine, folder.resolve("class"), 0xffffff);
    return id.isEmpty() || type.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PciFunction(
                address,
                id.get(),
                id(machine, folder.resolve("subsystem_vendor"), folder.resolve("subsystem_device"))
                    .orElse(UNKNOWN),
                new PciClass(type.getAsInt()),
                machine.linkName(folder.resolve("driver")),
                machine.read(folder.resolve("modalias")).map(String::strip).orElse("")));
  }

  private static Optional<DeviceId> id(Machine machine, Path vendor, Path device) {
    OptionalInt first = hexadecimal(machine, vendor, 0xffff);
    OptionalInt second = hexadecimal(machine, device, 0xffff);
    return first.isPresent() && second.isPresent()
        ? Optional.of(new DeviceId(first.getAsInt(), second.getAsInt()))
        : Optional.empty();
  }

  /** A number such as {@code 0x8086}; empty if the file has no number up to a limit. */
  private static OptionalInt hexadecimal(Machine machine, Path file, int most) {
    Optional<String> text = machine.read(file).map(String::strip);
    if (text.isEmpty() || !text.get().startsWith("0x")) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text.get().substring(2), 16);
      return 0 <= number && number <= most ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** The same function, bound to another driver. */
  public PciFunction boundTo(String other) {
    return new PciFunction(address, id, subsystem, type, Optional.of(other), modalias);
  }

  /** Whether a text can be the name of a folder. */
  private static boolean isName(String text) {
    return !text.isEmpty() && text.indexOf('/') < 0;
  }

  /** The kernel writes no leading zeros: {@code 20000}. */
  private static int classCode(String hex) {
    try {
      int code = Integer.parseInt(hex, 16);
      return (code & ~0xffffff) == 0 ? code : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
