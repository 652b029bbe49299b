package gangway.check;

import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether functions can be taken from a guest. */
final class DetachChecks {
  private DetachChecks() {}

  static List<Finding> of(Host host, Request.Detach request) {
    List<Finding> findings = new ArrayList<>();
    for (Address address : request.functions()) {
      Optional<HostFunction> function = host.inventory().at(address);
      if (function.isPresent() && request.now()) {
        FunctionChecks.unsettled(function.get()).ifPresent(findings::add);
      }
    }
    return findings;
  }
}
