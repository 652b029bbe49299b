package gangway.check;

import gangway.host.Host;
import java.util.ArrayList;
import java.util.List;

/** What a function itself is like: whether it can be reset, whether it is well, who uses it. */
final class DeviceChecks {
  private DeviceChecks() {}

  static List<Finding> of(Host host, Request request) {
    List<Finding> findings = new ArrayList<>();
    return findings;
  }
}
