package gangway.check;

import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.ReplacedDevice;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether an address still has the device that Gangway hid there.
 *
 * <p>What happens without the finding {@code DEVICE-REPLACED}: a device that nobody chose is hidden
 * from dom0, attached to a guest, or bound to a driver of dom0, because it has the address of a
 * device that was exchanged or has moved.
 */
final class ReplacedDeviceChecks {
  private ReplacedDeviceChecks() {}

  /** The functions of a request. */
  static List<Finding> of(HostSnapshot host, Request request) {
    return request.functions().stream()
        .flatMap(address -> host.replaced(address).stream())
        .map(replaced -> finding(host, replaced))
        .map(finding -> request instanceof Request.Unhide ? finding.warning() : finding)
        .toList();
  }

  /**
   * The functions that the list for the next boot names. A function that pciback holds already does
   * not change its owner if the list takes effect again.
   *
   * @param asked the functions of a request, which has its own findings about them
   */
  static List<Finding> listed(HostSnapshot host, Collection<PciAddress> asked) {
    return host.inventory()
        .boot()
        .hidden(host.inventory().functions())
        .map(PciFunction::address)
        .filter(address -> !asked.contains(address))
        .flatMap(address -> host.inventory().at(address).stream())
        .flatMap(function -> of(host, function).stream())
        .toList();
  }

  private static Optional<Finding> of(HostSnapshot host, HostFunction function) {
    return host.replaced(function.address())
        .map(replaced -> finding(host, replaced))
        .map(finding -> function.hiddenNow() ? finding.warning() : finding);
  }

  /** The finding about one function, if Gangway hid another device at its address. */
  static Optional<Finding> of(HostSnapshot host, PciAddress address) {
    return host.replaced(address).map(replaced -> finding(host, replaced));
  }

  private static Finding finding(HostSnapshot host, ReplacedDevice replaced) {
    PciAddress address = replaced.function().address();
    return Finding.blocks(
            "DEVICE-REPLACED",
            "%s is another device (%s) than the device that Gangway hid at this address (%s)"
                .formatted(address, replaced.function().id(), replaced.before().id()),
            ("if the hidden device has another address now, hide it there, and remove this address:"
                    + " gangway unhide %1$s; if this device must be hidden too: gangway hide %1$s, and"
                    + " accept this finding")
                .formatted(address),
            Stream.concat(replaced.sides().stream(), elsewhere(host, replaced).stream()).toList())
        .unlessAccepted()
        .about(address);
  }

  /** The functions that may be the hidden device, because they have its id. */
  private static Optional<String> elsewhere(HostSnapshot host, ReplacedDevice replaced) {
    String now =
        host.inventory().functions().stream()
            .filter(function -> function.id().equals(replaced.before().id()))
            .map(PciFunction::address)
            .map(PciAddress::toString)
            .collect(Collectors.joining(", "));
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of("id %s is now at %s".formatted(replaced.before().id(), now));
  }
}
