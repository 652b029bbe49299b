package gangway.doctor;

import gangway.check.Checks;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import java.util.List;

/** Issues of addresses that are hidden, but have another device than the one that was hidden. */
final class ReplacedDeviceIssues {
  private ReplacedDeviceIssues() {}

  static List<Issue> of(DoctorInput input) {
    HostSnapshot host = input.host();
    return host.inventory().stream()
        .filter(function -> function.hiddenNow() || function.namedIn().isPresent())
        .flatMap(function ->
            Checks.replaced(host, function.address())
                .map(finding -> Issue.of(finding, consequence(function)))
                .stream())
        .toList();
  }

  private static String consequence(HostFunction function) {
    return function.hiddenNow()
        ? "dom0 cannot use this device, and a guest that lists the address gets it"
        : "at the next boot, pciback takes this device from dom0";
  }
}
