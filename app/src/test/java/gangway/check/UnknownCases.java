package gangway.check;

import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.blocksUnlessAcceptedFor;
import static gangway.check.ConsoleCases.USB;
import static gangway.check.ConsoleCases.usb;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;

import java.util.stream.Stream;

/** Hosts that do not answer what every host answers. */
final class UnknownCases {
  private static final String DF = "df -P -k /var/lib /etc /boot";

  private UnknownCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocksUnlessAcceptedFor("DISK-UNKNOWN", hide(NOW, CARD), on -> on.without("proc/swaps")),
        blocksUnlessAcceptedFor("DISK-UNKNOWN", hide(NOW, CARD), on -> on.put("proc/swaps", "")),
        blocksUnlessAcceptedFor(
            "NETWORK-UNKNOWN", hide(NOW, CARD), on -> on.without("sys/class/net")),
        blocksUnlessAcceptedFor(
            "NETWORK-UNKNOWN", hide(NOW, CARD), on -> on.put("proc/net/ipv6_route", "fe80")),
        blocksUnlessAccepted(
            "CONSOLE-UNKNOWN", hide(NOW, USB), on -> usb(on).put("proc/consoles", "hvc0 -W")),
        blocksUnlessAccepted(
            "DEVICE-UNKNOWN", hide(NOW, CARD), on -> on.config(CARD, new byte[12])),
        blocksUnlessAccepted(
            "IOMMU-UNKNOWN", attach(NOW, "pv1", CARD), on -> on.hidden(CARD).refusal("xl info")),
        blocksUnlessAccepted("KIN-UNKNOWN", hide(NOW, CARD), on -> on.refusal("xl dmesg")),
        blocksUnlessAccepted("SPACE-UNKNOWN", hide(NOW, CARD), on -> on.refusal(DF)),
        blocksUnlessAccepted(
            "SPACE-UNKNOWN", unhide(NOW, CARD), on -> on.hidden(CARD).answer(DF, "")),
        blocksUnlessAccepted(
            "KERNEL-UNKNOWN",
            hide(LASTING, CARD),
            on -> on.put("proc/sys/kernel/osrelease", "6.1.0")),
        blocksUnlessAccepted(
            "GUEST-UNKNOWN",
            detach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).given(3, CARD).refusal("xl list")));
  }
}
