package gangway.toolstack;

import gangway.pci.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a guest is made from when it is started, in the language of its toolstack. */
public interface Definition {

  /** Its whole text. */
  String text();

  /** The toolstack that reads it. */
  Toolstack toolstack();

  /** The guest's name. */
  String guest();

  /** How the guest is virtualized; PV, which xl makes, if the definition does not say. */
  GuestType type();

  /** Whether the guest starts with less memory than it may come to have. */
  boolean growing();

  /** The functions the guest gets when it is started. */
  List<Address> functions();

  /** All it gets when it is started, and how. */
  List<PciSpec> pci();

  /** What it gets, as it is written. */
  List<String> entries();

  /** The entry for which its toolstack makes no guest of it. */
  Optional<String> refusedEntry();

  /** The devices and files of dom0 that are its disks, as far as they are named by their paths. */
  List<Path> disks();

  /** The files of dom0 it boots from, as far as they are named by their paths. */
  List<Path> bootFiles();

  /** A copy in which the guest gets one more function. */
  Definition with(Address function);

  /** A copy in which the guest no longer gets a function. */
  Definition without(Address function);

  /** A copy in which the guest gets other functions for some, by the addresses of those. */
  Definition replacing(Map<Address, Address> instead);

  /** Whether it says all that is wanted of a new guest, and not much more. */
  boolean describes(NewGuest wanted);

  /** The settings it lacks for giving the guest functions while that runs. */
  List<Readiness> lacks();

  /** A copy with a setting. */
  Definition with(Readiness setting);

  /** A copy that lacks no setting. */
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
