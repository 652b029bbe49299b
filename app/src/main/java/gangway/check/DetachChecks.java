package gangway.check;

import gangway.host.HostSnapshot;
import gangway.request.Request;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks whether functions can be taken from a guest.
 *
 * <p>What happens without the finding {@code GUEST-LOSES-DEVICE}: the user of {@code --force} does
 * not expect that the guest loses data or hangs.
 */
final class DetachChecks {
  private DetachChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Detach request) {
    return request.now()
        ? Stream.concat(
                cost(request),
                host.inventory()
                    .present(request.functions())
                    .flatMap(function -> FunctionChecks.unsettled(function).stream()))
            .toList()
        : List.of();
  }

  private static Stream<Finding> cost(Request.Detach request) {
    return switch (request.manner()) {
      case ORDERLY -> Stream.empty();
      case FORCED ->
          Stream.of(
              Finding.warns(
                  "GUEST-LOSES-DEVICE",
                  ("if guest '%s' does not release the device within seconds, its driver loses the"
                          + " device while using it: unwritten data is lost, the driver may hang, and"
                          + " the guest may need a restart before it can get a device again")
                      .formatted(request.guest()),
                  "leave out --force: the guest is then asked, and keeps the device if it does not"
                      + " answer"));
    };
  }
}
