package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.recorded;

import gangway.host.GuideHost;
import gangway.pci.identity.Identities;
import java.util.List;
import java.util.stream.Stream;

/** Hosts that have other devices than those that were acknowledged. */
final class HardwareCases {
  private static final String FILE = "var/lib/gangway/hardware.json";

  /** What only remap finds; its cases are in RemapOperationTest. */
  static final List<String> OF_REMAP =
      List.of(
          "MOVED-LIKELY blocks",
          "MOVED-UNCLEAR blocks",
          "MOVED-GONE blocks",
          "MOVED-ONTO-OTHER blocks",
          "MOVED-IN-GROUP blocks",
          "MOVED-SET-ELSEWHERE blocks",
          "MOVED-GUEST-RUNS notes",
          "DEFINITION-UNREADABLE blocks");

  private HardwareCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocks("DEVICE-CHANGED", hide(NOW, CARD), HardwareCases::changed),
        blocks("DEVICE-CHANGED", hide(LASTING, CARD), HardwareCases::changed),
        blocks("DEVICE-CHANGED", attach(LASTING, "pv4", CARD), on -> changed(on.hidden(CARD))),
        blocks("HARDWARE-UNREADABLE", hide(NOW, CARD), on -> on.put(FILE, "{}")),
        blocks(
            "HARDWARE-UNREADABLE",
            attach(LASTING, "pv4", CARD),
            on -> withGuest(on.hidden(CARD)).put(FILE, "")));
  }

  /** The card is in the place of an NVMe controller. */
  private static void changed(GuideHost host) {
    recorded(withGuest(host), CARD, ofId(Identities.of(host, CARD), "144d:a808"));
  }

  private static GuideHost withGuest(GuideHost host) {
    return host.put("etc/xen/pv4.cfg", "name = 'pv4'\nbootloader='pygrub'\n");
  }
}
