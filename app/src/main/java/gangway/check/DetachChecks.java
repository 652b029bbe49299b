package gangway.check;

import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks whether functions can be taken from a guest.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code GUEST-LOSES-DEVICE}: the user of {@code --force} does not expect that the guest
 *       loses data or hangs.
 *   <li>{@code ABSENT}: the operation fails at its first step, or a mistyped address counts as
 *       done.
 * </ul>
 */
final class DetachChecks {
  private DetachChecks() {}

  static List<Finding> of(HostSnapshot host, Request.Detach request) {
    return request.now()
        ? Stream.of(
                request.functions().stream()
                    .filter(address -> host.inventory().at(address).isEmpty())
                    .map(address -> absent(host, request, address)),
                cost(request),
                host.inventory()
                    .present(request.functions())
                    .flatMap(function -> FunctionChecks.unsettled(function).stream()))
            .flatMap(findings -> findings)
            .toList()
        : List.of();
  }

  /** A function that is gone can only be taken out of the definition. */
  private static Finding absent(HostSnapshot host, Request.Detach request, PciAddress address) {
    boolean defined =
        host.guests().defining(address).stream()
            .anyMatch(guest -> guest.name().equals(request.guest()));
    return FunctionChecks.absent(
        address,
        defined
            ? "if its device was removed from the machine: gangway detach --config %s %s"
                .formatted(request.guest(), address)
            : "");
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
