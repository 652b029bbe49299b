package gangway.pci;

import java.util.Optional;

/**
 * A PCI function, from its {@code uevent} file.
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

  /**
   * Reads a {@code uevent} file: lines {@code KEY=VALUE} with {@code DRIVER}, {@code PCI_CLASS},
   * {@code PCI_ID}, {@code PCI_SUBSYS_ID}, {@code PCI_SLOT_NAME} and {@code MODALIAS}
   * (drivers/pci/pci-driver.c, {@code pci_uevent}).
   *
   * @return empty if the text does not describe a PCI function
   */
  static Optional<PciFunction> parse(String uevent) {
    Optional<PciAddress> address = Optional.empty();
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
          case "PCI_SLOT_NAME" -> address = PciAddress.parse(value);
          case "MODALIAS" -> modalias = value;
          default -> {}
        }
      }
      from = end + 1;
    }
    if (address.isEmpty() || id.isEmpty() || type < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new PciFunction(
            address.get(),
            id.get(),
            subsystem.orElse(new DeviceId(0, 0)),
            new PciClass(type),
            driver,
            modalias));
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
