package gangway.check;

import gangway.host.Host;
import gangway.request.Request;
import java.util.List;
import java.util.stream.Stream;

/** Whether functions can be taken from a guest. */
final class DetachChecks {
  private DetachChecks() {}

  static List<Finding> of(Host host, Request.Detach request) {
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
                  "if guest '%s' does not let go within seconds, its driver loses the device as it uses"
                          .formatted(request.guest())
                      + " it: what was not written is lost, the driver may hang, and the guest may"
                      + " have to be restarted before it can be given a device again",
                  "without --force the guest is asked, and keeps the device if it does not"
                      + " answer"));
    };
  }
}
