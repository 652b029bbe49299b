package gangway.pci.identity;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The serial numbers of a device.
 *
 * @param device its capability Device Serial Number: {@code 00-00-c9-ff-ff-00-00-00}
 * @param mac its permanent MAC addresses, in order, separated by a blank
 * @param nvme the serial number of an NVMe controller
 */
public record Serials(SerialData device, SerialData mac, SerialData nvme) {

  /** The serial number of a kind. */
  public SerialData of(SerialKind kind) {
    return switch (kind) {
      case DEVICE -> device;
      case MAC -> mac;
      case NVME -> nvme;
    };
  }

  /** These serial numbers, with those of an earlier reading in place of the unread ones. */
  Serials or(Serials earlier) {
    return new Serials(or(device, earlier.device), or(mac, earlier.mac), or(nvme, earlier.nvme));
  }

  private static SerialData or(SerialData now, SerialData earlier) {
    return now instanceof SerialData.Unread ? earlier : now;
  }

  /** Whether at least one serial number is known. */
  boolean anyKnown() {
    return Stream.of(SerialKind.values()).anyMatch(kind -> of(kind).known().isPresent());
  }

  /** The known serial numbers, each with its name. */
  public Stream<String> texts() {
    return Stream.of(SerialKind.values())
        .map(kind -> of(kind).known().map(text -> kind.words() + " " + text))
        .flatMap(Optional::stream);
  }
}
