package gangway.pci.identity;

import gangway.pci.PciAddress;
import java.util.List;

/**
 * Where a device is now that was acknowledged at an address. {@link DeviceSearch} finds it.
 *
 * <p>See docs/decisions/0036-remap-moves-settings-to-proven-devices.md.
 */
public sealed interface Whereabouts {

  /** How sure it is that a device at another address is the acknowledged one. */
  enum Certainty {
    /** A serial number of both is the same, and nothing differs. */
    CERTAIN("certain"),
    /** Slot and ids are the same, and no serial number tells whether it is the same device. */
    LIKELY("likely");

    private final String word;

    Certainty(String word) {
      this.word = word;
    }

    /** Its name in texts and in JSON. */
    public String word() {
      return word;
    }
  }

  /** Nothing tells that the device is no longer at its address. */
  record InPlace() implements Whereabouts {}

  /**
   * Exactly one device of the host can be the acknowledged one, and no other acknowledged device
   * can be there.
   *
   * @param to its address now
   * @param evidence what both have in common, one line each; not empty
   */
  record Moved(PciAddress to, Certainty certainty, List<String> evidence) implements Whereabouts {
    public Moved {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * It is not known where the device is.
   *
   * @param candidates the addresses at which it may be
   * @param reasons why that is not known, one line each; not empty
   */
  record Unclear(List<PciAddress> candidates, List<String> reasons) implements Whereabouts {
    public Unclear {
      candidates = List.copyOf(candidates);
      reasons = List.copyOf(reasons);
    }
  }

  /** No device of the host can be the acknowledged one. */
  record Gone() implements Whereabouts {}
}
