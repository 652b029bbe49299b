package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;

import gangway.host.GuideHost;
import java.util.stream.Stream;

/** Hosts with a file system in which there is no place for what an operation writes. */
final class SpaceCases {
  private SpaceCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocks(
            "DISK-FULL", attach(NOW, "pv1", CARD), on -> on.hidden(CARD).free(1023, 4000, 50000)),
        blocks(
            "DISK-FULL", attach(LASTING, "pv1", CARD), on -> on.hidden(CARD).free(4000, 9, 50000)),
        blocks("DISK-FULL", hide(LASTING, CARD), on -> on.free(4000, 4000, 41_983)),
        blocks("READ-ONLY", hide(LASTING, CARD), SpaceCases::readOnlyBoot));
  }

  private static void readOnlyBoot(GuideHost host) {
    host.put(
        "proc/self/mountinfo",
        """
        27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
        28 27 8:1 /boot /boot ro,relatime shared:2 - ext4 /dev/sda1 rw,errors=remount-ro
        """);
  }
}
