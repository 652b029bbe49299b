package gangway.check;

import gangway.host.Host;
import java.util.ArrayList;
import java.util.List;

/** What else a function takes along, or shares with dom0. */
final class KinChecks {
  private KinChecks() {}

  static List<Finding> of(Host host, Request request) {
    List<Finding> findings = new ArrayList<>();
    return findings;
  }
}
