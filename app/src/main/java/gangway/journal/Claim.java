package gangway.journal;

import gangway.json.Kinds;
import gangway.pci.PciAddress;

/** A resource that only one operation at a time may change. */
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
          .record("shutdown-policies", OfShutdownPolicies.class)
          .build();

  /** A function: its driver, and the guest that has it. */
  record OfFunction(PciAddress function) implements Claim {
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

  /** A guest's state, which the operation saves, migrates or restores. */
  record OfState(String guest) implements Claim {
    @Override
    public String toString() {
      return "the state of guest " + guest;
    }
  }

  /**
   * The operating system of a guest.
   *
   * @param place how Gangway reaches it: over ssh, in a folder, on a disk; or the ID that it
   *     reports
   */
  record OfGuestSystem(String place) implements Claim {
    @Override
    public String toString() {
      return place;
    }
  }

  /** The files that hide functions at boot: one list, in one initramfs, for all functions. */
  record OfBootSettings() implements Claim {
    @Override
    public String toString() {
      return "the boot settings";
    }
  }

  /** The file with the shutdown policies of all guests. */
  record OfShutdownPolicies() implements Claim {
    @Override
    public String toString() {
      return "the shutdown policies";
    }
  }

  /** Xen's tools, which Gangway can replace by wrapper scripts. */
  record OfXenTools() implements Claim {
    @Override
    public String toString() {
      return "Xen's tools";
    }
  }
}
