package gangway.pci.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a function is the device that was recorded before. What is not known is never taken for
 * the same.
 *
 * <p>See docs/decisions/0035-a-device-is-known-by-slot-ids-and-serial.md.
 */
public sealed interface IdentityComparison {

  /**
   * The same device, in the same slot as far as that is known.
   *
   * @param by what both have in common
   */
  record Same(Confidence by) implements IdentityComparison {}

  /** The same device, by a serial number, in another slot. */
  record Moved(SlotPath from, SlotPath to) implements IdentityComparison {}

  /**
   * Another device.
   *
   * @param differences one line each; not empty
   */
  record Another(List<String> differences) implements IdentityComparison {
    public Another {
      differences = List.copyOf(differences);
    }
  }

  /**
   * The same kind of device in another slot, and no serial number tells whether it is the same
   * device.
   */
  record InAnotherSlot(SlotPath recorded, SlotPath present) implements IdentityComparison {}

  /**
   * Nothing differs, but what could prove that it is the same device is not known.
   *
   * @param reasons one line each; not empty
   */
  record CannotTell(List<String> reasons) implements IdentityComparison {
    public CannotTell {
      reasons = List.copyOf(reasons);
    }
  }

  /** Whether it is the recorded device. */
  default boolean same() {
    return this instanceof Same || this instanceof Moved;
  }

  /** Whether something tells that it is, or may be, another device than the recorded one. */
  default boolean contradicts() {
    return this instanceof Another || this instanceof InAnotherSlot;
  }

  /** Compares a recorded device with one that is present. */
  static IdentityComparison of(DeviceIdentity recorded, DeviceIdentity present) {
    List<String> differences = differences(recorded, present);
    if (!differences.isEmpty()) {
      return new Another(differences);
    }
    Optional<SlotPath> was = recorded.slot();
    Optional<SlotPath> is = present.slot();
    boolean otherSlot = was.isPresent() && is.isPresent() && !was.equals(is);
    boolean commonSerial = false;
    for (SerialKind kind : SerialKind.values()) {
      commonSerial |=
          recorded.serials().of(kind) instanceof SerialData.Known
              && present.serials().of(kind) instanceof SerialData.Known;
    }
    if (commonSerial) {
      return otherSlot
          ? new Moved(was.orElseThrow(), is.orElseThrow())
          : new Same(Confidence.SERIAL);
    }
    if (otherSlot) {
      return new InAnotherSlot(was.orElseThrow(), is.orElseThrow());
    }
    List<String> unknown = unknown(recorded, present);
    return unknown.isEmpty() ? new Same(Confidence.SLOT_AND_IDS) : new CannotTell(unknown);
  }

  private static List<String> differences(DeviceIdentity recorded, DeviceIdentity present) {
    List<String> lines = new ArrayList<>();
    difference("id", recorded.id(), present.id()).ifPresent(lines::add);
    difference("subsystem", recorded.subsystem(), present.subsystem()).ifPresent(lines::add);
    // the programming interface follows the firmware's settings: AHCI, RAID
    difference(
            "class",
            "%04x".formatted(recorded.type().withSubclass()),
            "%04x".formatted(present.type().withSubclass()))
        .ifPresent(lines::add);
    if (recorded.revision().isPresent() && present.revision().isPresent()) {
      difference(
              "revision",
              "%02x".formatted(recorded.revision().get()),
              "%02x".formatted(present.revision().get()))
          .ifPresent(lines::add);
    }
    // the functions of a device have one serial number
    if (recorded.slot().isPresent() && present.slot().isPresent()) {
      difference(
              "function",
              recorded.slot().get().steps().getLast().function(),
              present.slot().get().steps().getLast().function())
          .ifPresent(lines::add);
    }
    for (SerialKind kind : SerialKind.values()) {
      SerialData was = recorded.serials().of(kind);
      SerialData is = present.serials().of(kind);
      if (!(was instanceof SerialData.Unread) && !(is instanceof SerialData.Unread)) {
        difference(kind.words(), was.known().orElse("none"), is.known().orElse("none"))
            .ifPresent(lines::add);
      }
    }
    return lines;
  }

  private static Optional<String> difference(String what, Object recorded, Object present) {
    return Objects.equals(recorded, present)
        ? Optional.empty()
        : Optional.of("%s: %s, not %s".formatted(what, present, recorded));
  }

  private static List<String> unknown(DeviceIdentity recorded, DeviceIdentity present) {
    List<String> lines = new ArrayList<>();
    if (recorded.slot().isEmpty()) {
      lines.add("the slot of the recorded device is not known");
    }
    if (present.slot().isEmpty()) {
      lines.add("the slot of the device is not known");
    }
    for (SerialKind kind : SerialKind.values()) {
      if (recorded.serials().of(kind) instanceof SerialData.Known
          && present.serials().of(kind) instanceof SerialData.Unread(String why)) {
        lines.add("the %s cannot be compared: %s".formatted(kind.words(), why));
      }
    }
    return lines;
  }
}
