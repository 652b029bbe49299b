package gangway.pci.identity;

import gangway.Problem;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import gangway.json.RecordJson;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file with the acknowledged devices, one line of JSON. A file that cannot be read is not a
 * file that does not exist: then nothing is known, and nothing is given away.
 *
 * <p>See docs/decisions/0035-a-device-is-known-by-slot-ids-and-serial.md.
 */
public sealed interface HardwareRecord {
  Path FILE = Path.of("/var/lib/gangway/hardware.json");

  /** Held while the file is changed. */
  Path LOCK = Path.of("/var/lib/gangway/hardware.lock");

  /** Serial numbers tell which hardware an organization has. */
  int MODE = 0600;

  /** The number of the format in the file. */
  int FORMAT = 1;

  /** The file does not exist: no device was ever acknowledged. */
  record Absent() implements HardwareRecord {}

  /**
   * The file was read.
   *
   * @param text its text
   */
  record Read(AcknowledgedDevices devices, String text) implements HardwareRecord {}

  /**
   * The file exists, or may exist, and cannot be read.
   *
   * @param why a clause
   */
  record Unreadable(String why) implements HardwareRecord {
    /** The reason to refuse what needs the file. */
    public Problem problem() {
      return Problem.refused(
          "the record of the acknowledged devices cannot be read: " + why, REMEDY, FILE.toString());
    }
  }

  /** What to do about a file that cannot be read. */
  String REMEDY =
      "look at the devices with 'gangway devices'; if they are the right ones, move %s to another"
              .formatted(FILE)
          + " place and run 'gangway hardware --acknowledge'";

  /** Reads the file of a machine. */
  static HardwareRecord of(Machine machine) {
    try {
      Optional<String> text = machine.exact(FILE);
      if (text.isPresent()) {
        return parsed(text.get());
      }
      return machine.exists(FILE) || machine.linkName(FILE).isPresent()
          ? new Unreadable("%s is not a file".formatted(FILE))
          : new Absent();
    } catch (Problem problem) {
      return new Unreadable(problem.blocker());
    }
  }

  private static HardwareRecord parsed(String text) {
    try {
      return new Read(parse(text), text);
    } catch (IllegalArgumentException e) {
      return new Unreadable("%s is damaged: %s".formatted(FILE, e.getMessage()));
    }
  }

  /**
   * The devices of a file that was read or does not exist.
   *
   * @throws Problem of kind REFUSED if the file cannot be read
   */
  default AcknowledgedDevices known() {
    return switch (this) {
      case Absent _ -> AcknowledgedDevices.NONE;
      case Read(AcknowledgedDevices devices, _) -> devices;
      case Unreadable unreadable -> throw unreadable.problem();
    };
  }

  /**
   * Adds devices whose addresses have no record yet. Can be repeated; nothing is written if all of
   * them have one.
   *
   * @throws Problem if the file cannot be read or written
   */
  static void add(WritableMachine machine, Map<PciAddress, DeviceIdentity> present) {
    exclusively(
        machine,
        () -> {
          AcknowledgedDevices before = of(machine).known();
          AcknowledgedDevices after = before.withNew(present);
          if (!after.equals(before)) {
            write(machine, Optional.of(text(after)));
          }
        });
  }

  /** Changes the file while no other process changes it. */
  static void exclusively(WritableMachine machine, Runnable change) {
    machine.exclusively(
        LOCK,
        () -> {
          change.run();
          return FILE;
        });
  }

  /** Atomically writes the file, readable by root only, or deletes it. */
  static void write(WritableMachine machine, Optional<String> text) {
    machine.sweep(FILE);
    text.ifPresentOrElse(some -> machine.replace(FILE, some, MODE), () -> machine.delete(FILE));
  }

  /** The text of the file. */
  static String text(AcknowledgedDevices devices) {
    List<StoredDevice> stored = new ArrayList<>();
    devices.devices().forEach((address, device) -> stored.add(new StoredDevice(address, device)));
    return JsonText.of(
            json -> StoredDevice.JSON.write(json, new Stored(FORMAT, devices.complete(), stored)))
        + "\n";
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if the text has another format
   */
  static AcknowledgedDevices parse(String text) {
    Stored stored = StoredDevice.JSON.read(new JsonLine(text), Stored.class);
    if (stored.format() != FORMAT) {
      throw new IllegalArgumentException(
          "format %d is of another version of Gangway".formatted(stored.format()));
    }
    SortedMap<PciAddress, DeviceIdentity> devices = new TreeMap<>();
    for (StoredDevice device : stored.devices()) {
      if (devices.put(device.address(), device.identity()) != null) {
        throw new IllegalArgumentException(device.address() + " has two records");
      }
    }
    return new AcknowledgedDevices(stored.complete(), devices);
  }

  /** The whole file. */
  record Stored(int format, boolean complete, List<StoredDevice> devices) {
    public Stored {
      devices = List.copyOf(devices);
    }
  }

  /** A device in the file. */
  record StoredDevice(PciAddress address, DeviceIdentity identity) {
    private static final RecordJson JSON =
        new RecordJson(
            Map.of(
                PciAddress.class,
                text -> PciAddress.parse(text).orElseThrow(IllegalArgumentException::new),
                DeviceId.class,
                text -> DeviceId.parse(text).orElseThrow(IllegalArgumentException::new),
                PciClass.class,
                text -> new PciClass(Integer.parseInt(text, 16)),
                SlotPath.class,
                SlotPath::parse),
            List.of(SerialData.KINDS));
  }
}
