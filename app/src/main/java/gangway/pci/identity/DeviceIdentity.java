package gangway.pci.identity;

import gangway.pci.DeviceId;
import gangway.pci.PciClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What identifies a function.
 *
 * @param slot where it is plugged in; empty if that is not known
 * @param type its class
 * @param revision its revision number, 0 to ff; empty if it cannot be read
 */
public record DeviceIdentity(
    Optional<SlotPath> slot,
    DeviceId id,
    DeviceId subsystem,
    PciClass type,
    Optional<Integer> revision,
    Serials serials) {
  public DeviceIdentity {
    if (revision.filter(number -> (number & ~0xff) != 0).isPresent()) {
      throw new IllegalArgumentException("a revision has 8 bits");
    }
  }

  /** What the function can be recognized by. */
  public Confidence confidence() {
    if (serials.anyKnown()) {
      return Confidence.SERIAL;
    }
    return slot.isPresent() ? Confidence.SLOT_AND_IDS : Confidence.IDS_ONLY;
  }

  /**
   * The same function, with the known serial numbers of another reading in place of unread ones.
   */
  DeviceIdentity with(Serials earlier) {
    return new DeviceIdentity(slot, id, subsystem, type, revision, serials.or(earlier));
  }

  /** {@code id 8086:10d3, subsystem 8086:a01f, slot pci0000:00/1c.0/00.0, device serial …}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add("id " + id);
    parts.add("subsystem " + subsystem);
    revision.ifPresent(number -> parts.add("revision %02x".formatted(number)));
    parts.add("slot " + slot.map(SlotPath::toString).orElse("not known"));
    serials.texts().forEach(parts::add);
    if (!serials.anyKnown()) {
      parts.add("no serial number known");
    }
    return String.join(", ", parts);
  }
}
