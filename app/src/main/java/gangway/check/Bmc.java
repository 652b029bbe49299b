package gangway.check;

import gangway.pci.DeviceId;
import gangway.pci.PciFunction;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes the PCI functions of a board's management controller (BMC). The ids are from <a
 * href="https://pci-ids.ucw.cz">The PCI ID Repository</a>.
 */
final class Bmc {
  private static final int DISPLAY = 0x03;

  /** An IPMI interface; the programming interface byte says SMIC, KCS or block transfer. */
  private static final int IPMI = 0x0c07;

  private static final int ASPEED = 0x1a03;
  private static final int MATROX = 0x102b;
  private static final int HP = 0x103c;

  /** ATI ES1000, and the display of Huawei's iBMC. */
  private static final List<DeviceId> OTHER_DISPLAYS =
      List.of(
          new DeviceId(0x1002, 0x515e), new DeviceId(0x1002, 0x5969), new DeviceId(0x19e5, 0x1711));

  private Bmc() {}

  /**
   * The part of a management controller that a function is, in words; empty for other functions.
   */
  static Optional<String> part(PciFunction function) {
    if (function.type().withSubclass() == IPMI) {
      return Optional.of("the IPMI interface");
    }
    if (function.type().base() == DISPLAY && display(function.id())) {
      return Optional.of("the display that the board's remote console shows");
    }
    return lightsOut(function.id())
        ? Optional.of("a part of HP Integrated Lights-Out (iLO)")
        : Optional.empty();
  }

  /** Matrox G200 ids below 0522 are graphics cards; ids from 0522 on are in BMCs. */
  private static boolean display(DeviceId id) {
    return id.vendor() == ASPEED
        || (id.vendor() == MATROX && id.device() >= 0x0522 && id.device() <= 0x053f)
        || OTHER_DISPLAYS.contains(id);
  }

  private static boolean lightsOut(DeviceId id) {
    return id.vendor() == HP && id.device() >= 0x3300 && id.device() <= 0x3308;
  }
}
