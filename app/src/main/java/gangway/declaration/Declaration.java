package gangway.declaration;

import gangway.pci.PciAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a file declares.
 *
 * @param hidden the functions that are hidden, now and after reboot; other functions can be hidden
 *     too
 * @param guests the guests whose devices are declared; other guests can have devices too
 */
public record Declaration(List<Device> hidden, List<GuestDevices> guests) {
  public Declaration {
    hidden = List.copyOf(hidden);
    guests = List.copyOf(guests);
  }

  /** A function, and the line of the file that names it. */
  public record Device(PciAddress function, int line) {}

  /**
   * A guest and all its devices: it has no others.
   *
   * @param line the line with the guest's name
   */
  public record GuestDevices(String name, int line, List<Device> devices) {
    public GuestDevices {
      devices = List.copyOf(devices);
    }
  }

  /** A file that was read. What could be read is there also if other parts have errors. */
  public record Parsed(Declaration declaration, List<Fault> faults) {
    public Parsed {
      faults = List.copyOf(faults);
    }
  }

  /** Reads the text of a file. */
  public static Parsed parse(String text) {
    return DeclarationReader.read(text);
  }

  /** Every function that the file names, each once. */
  public List<PciAddress> functions() {
    return Stream.concat(
            hidden.stream(), guests.stream().flatMap(guest -> guest.devices().stream()))
        .map(Device::function)
        .distinct()
        .toList();
  }
}
