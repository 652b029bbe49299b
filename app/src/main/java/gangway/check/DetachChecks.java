package gangway.check;

import gangway.host.Host;
import java.util.List;

/** Whether functions can be taken from a guest. */
final class DetachChecks {
  private DetachChecks() {}

  static List<Finding> of(Host host, Request.Detach request) {
    return request.now()
        ? host.inventory()
            .present(request.functions())
            .flatMap(function -> FunctionChecks.unsettled(function).stream())
            .toList()
        : List.of();
  }
}
