package gangway.xen.definition;

import gangway.pci.PciAddress;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration that a toolstack starts a guest from, in the toolstack's language. */
public interface Definition {

  /** Its whole text. */
  String text();

  /** The toolstack that reads it. */
  Toolstack toolstack();

  /** The guest's name. */
  String guest();

  /**
   * How the guest is virtualized; PV, the default of xl, if the definition does not say. Unknown if
   * the toolstack refuses what the definition says.
   */
  GuestType type();

  /** Whether the guest starts with less memory than its maximum. */
  boolean growing();

  /** The functions that the guest gets at its start. */
  List<PciAddress> functions();

  /** All devices that the guest gets at its start, with their options. */
  List<PciSpec> pci();

  /** These devices as the text of the definition names them. */
  List<String> entries();

  /** The entry that makes the toolstack refuse the definition, if any. */
  Optional<String> refusedEntry();

  /** Why no guest can be started from the definition because of another setting, if none can. */
  Optional<Refusal> refusal();

  /**
   * Whether the toolstack gives a guest of this definition the host's memory map only because the
   * guest has a device at its start.
   */
  boolean memoryMapOnlyWithDevices();

  /** The devices and files of dom0 that are its disks, if the definition names them by path. */
  List<Path> disks();

  /** Its disks that are no devices or files of dom0: URLs of QEMU, and disks that scripts find. */
  List<OtherDisk> otherDisks();

  /** The files of dom0 that it boots from, if the definition names them by path. */
  List<Path> bootFiles();

  /** A copy with one more function. */
  Definition with(PciAddress function);

  /**
   * The settings of a function's entries that {@link #with(PciAddress)} does not write, as text of
   * the definition: {@link #without} removes them.
   */
  List<String> settings(PciAddress function);

  /** A copy without a function. */
  Definition without(PciAddress function);

  /** A copy in which functions are replaced; the map's keys are the old addresses. */
  Definition replacing(Map<PciAddress, PciAddress> instead);

  /**
   * A copy in which the same devices have other addresses: nothing but the addresses changes.
   *
   * @param moves the new addresses by the old ones; two devices can have changed places
   */
  default Definition moving(Map<PciAddress, PciAddress> moves) {
    return replacing(moves);
  }

  /** Whether it matches the wanted new guest in everything that a new guest specifies. */
  boolean describes(NewGuest wanted);

  /** The missing settings that hot-plug needs. */
  List<Readiness> lacks();

  /** A copy with a setting. */
  Definition with(Readiness setting);

  /** A copy with all settings that hot-plug needs. */
  default Definition ready() {
    Definition ready = this;
    for (Readiness setting : lacks()) {
      ready = ready.with(setting);
    }
    return ready;
  }

  /** Whether Gangway assigns functions to guests of its type. */
  default boolean supported() {
    return AssignmentProtocol.of(type()).isPresent();
  }
}
