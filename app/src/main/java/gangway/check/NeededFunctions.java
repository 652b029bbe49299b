package gangway.check;

import gangway.host.HostSnapshot;
import gangway.request.Request;
import java.util.stream.Stream;

/** What dom0 needs of functions that it has, if something other than a request takes them. */
final class NeededFunctions {
  private NeededFunctions() {}

  /**
   * The blocking findings about disks, networks and consoles.
   *
   * @param taken the functions, as if they were hidden together
   */
  static Stream<Finding> of(HostSnapshot host, Request.Hide taken) {
    LostFunctions lost = LostFunctions.of(host, taken);
    return Stream.of(
            DiskChecks.of(host, lost.all()),
            NetworkChecks.of(host, lost.all()),
            ConsoleChecks.of(host, lost.all()),
            UnknownChecks.losing(host, lost.all()))
        .flatMap(findings -> lost.explained(findings).stream())
        .filter(LostFunctions::needed);
  }
}
