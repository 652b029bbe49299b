package gangway.check;

import gangway.host.GuideHost;
import java.util.stream.Stream;

/** The hosts of all cases of the checks. */
public final class CheckHosts {
  private CheckHosts() {}

  /** A fresh host for each case. */
  public static Stream<GuideHost> all() {
    return ChecksTest.cases()
        .map(each -> {
          GuideHost host = new GuideHost();
          each.made().accept(host);
          return host;
        });
  }
}
