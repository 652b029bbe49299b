package gangway.boot;

import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.SlotPath;
import java.util.Locale;
import java.util.Optional;

/**
 * The device that the list to hide at boot means by an address, as a line of Gangway's file of
 * modprobe has it. A script in the initramfs reads the line, with a shell that has no programs, so
 * the ids are written as the kernel's {@code uevent} file has them.
 *
 * <p>See docs/decisions/0037-the-initramfs-finds-moved-devices.md.
 *
 * @param address the address when the line was written
 * @param ids id, subsystem id, and class without the programming interface: {@code 8086:10D3
 *     8086:A01F 200}
 */
record RecordedDevice(PciAddress address, SlotPath slot, String ids) {
  /** The beginning of the line, which is a comment for modprobe. */
  static final String MARK = "# gangway-device: ";

  /** The device at an address; empty if its slot is not known. */
  static Optional<RecordedDevice> of(PciAddress address, DeviceIdentity device) {
    return device
        .slot()
        .map(slot ->
            new RecordedDevice(
                address,
                slot,
                ids(
                    device.id().toString(),
                    device.subsystem().toString(),
                    device.type().withSubclass())));
  }

  /** What the line says about a function in the place of its ids. */
  static String ids(PciFunction function) {
    return ids(
        function.id().toString(), function.subsystem().toString(), function.type().withSubclass());
  }

  /** The kernel writes the class as {@code %04X}. */
  private static String ids(String id, String subsystem, int type) {
    return "%s %s %02X".formatted(id, subsystem, type).toUpperCase(Locale.ROOT);
  }

  /** Reads {@link #toString}; empty if the line is another one, or damaged. */
  static Optional<RecordedDevice> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String[] words = line.substring(MARK.length()).split(" ", 3);
    if (words.length != 3) {
      return Optional.empty();
    }
    try {
      SlotPath slot = SlotPath.parse(words[1]);
      return address(line).map(address -> new RecordedDevice(address, slot, words[2]));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** The address to which a line belongs, also if the rest of the line is damaged. */
  static Optional<PciAddress> address(String line) {
    return Optional.of(line)
        .filter(one -> one.startsWith(MARK))
        .map(one -> one.substring(MARK.length()).split(" ", 2)[0])
        .flatMap(text -> PciAddress.parse(text).filter(one -> one.toString().equals(text)));
  }

  /** The line. */
  @Override
  public String toString() {
    return MARK + address + " " + slot + " " + ids;
  }
}
