package gangway.check;

import gangway.host.Host;
import java.util.ArrayList;
import java.util.List;

/** A way to see dom0 and to type to it, lost with a function. */
final class ConsoleChecks {
  private ConsoleChecks() {}

  static List<Finding> of(Host host, Request request) {
    List<Finding> findings = new ArrayList<>();
    return findings;
  }
}
