package gangway.check;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;

import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.List;

/**
 * A host whose NICs are hidden. dom0's default route is on eth0, at {@code 03:00.0}, unless a test
 * changes it; eth1 is on the card, eth2 and eth3 are on the twins.
 */
record NicHost(GuideHost host, Wiring wiring) {

  static NicHost unchanged() {
    GuideHost host = new GuideHost();
    return new NicHost(host, new Wiring(host));
  }

  /**
   * The findings about networks and about disks of other machines if functions are hidden now,
   * without those about neighbouring functions.
   */
  List<Finding> hiding(String... functions) {
    return Checks.of(host.observed(), hide(NOW, functions)).stream()
        .filter(finding ->
            finding.code().startsWith("NETWORK") || finding.code().equals("DISK-UNKNOWN"))
        .toList();
  }

  List<String> codes(String function) {
    return hiding(function).stream().map(Finding::code).toList();
  }
}
