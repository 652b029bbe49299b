package gangway.journal;

import gangway.json.Kinds;
import gangway.pci.Address;

/** What only one operation at a time may change. */
public sealed interface Claim {
  /** The names in the journal. */
  Kinds<Claim> KINDS =
      Kinds.of(Claim.class)
          .record("function", OfFunction.class, "OfFunction")
          .record("guest", OfGuest.class, "OfGuest")
          .record("guest-state", OfState.class, "OfState")
          .record("guest-system", OfGuestSystem.class, "OfGuestSystem")
          .record("boot-settings", OfBootSettings.class, "OfBootSettings")
          .record("xen-tools", OfXenTools.class, "OfXenTools")
          .build();

  /** A function: its drivers, and the guests that have it. */
  record OfFunction(Address function) implements Claim {
    @Override
    public String toString() {
      return function.toString();
    }
  }

  /** A guest: its functions and its definition. */
  record OfGuest(String name) implements Claim {
    @Override
    public String toString() {
      return "guest " + name;
    }
  }

  /** A guest's state, which is to be saved, moved or restored. */
  record OfState(String guest) implements Claim {
    @Override
    public String toString() {
      return "the state of guest " + guest;
    }
  }

  /** The system of a guest, as it is found: over ssh, in a folder, on a disk. */
  record OfGuestSystem(String place) implements Claim {
    @Override
    public String toString() {
      return place;
    }
  }

  /** The files that say what is hidden at boot: one list, in one initramfs, for all functions. */
  record OfBootSettings() implements Claim {
    @Override
    public String toString() {
      return "the boot settings";
    }
  }

  /** Xen's own tools, where fronts stand in their place. */
  record OfXenTools() implements Claim {
    @Override
    public String toString() {
      return "Xen's tools";
    }
  }
}
