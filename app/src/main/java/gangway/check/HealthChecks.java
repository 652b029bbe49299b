package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.Health;
import gangway.host.HostSnapshot;
import gangway.pci.Capability.Express;
import gangway.pci.Capability.Link;
import gangway.pci.Details;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether the hardware of a function works.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code DEVICE-GONE}: the operation fails, or a guest gets a device that does not answer.
 *   <li>{@code DEVICE-LINK}: the guest gets a device that is slower than it should be.
 *   <li>{@code DEVICE-ERRORS}: the guest gets a device that loses data, and its user searches for
 *       the fault in the guest.
 *   <li>{@code DEVICE-POWER}: the guest gets a device that it cannot power on.
 * </ul>
 */
final class HealthChecks {
  private HealthChecks() {}

  static Stream<Finding> of(HostSnapshot host, FunctionInspection inspection, Request request) {
    PciAddress address = inspection.details().function().address();
    return Stream.of(
            link(host, inspection.details()),
            errors(address, inspection.health()),
            power(address, inspection.health(), request))
        .flatMap(Optional::stream);
  }

  static Finding gone(PciAddress address) {
    return Finding.blocks(
            "DEVICE-GONE",
            "%s does not answer: it has lost its power or its link".formatted(address),
            ("reseat the card, or power the machine off and on; in a hot-plug slot: echo 1 >"
                    + " /sys/bus/pci/devices/%s/remove, then echo 1 > /sys/bus/pci/rescan")
                .formatted(address),
            "all bits of its configuration space read as 1")
        .about(address);
  }

  /** Fewer lanes than both ends support mean a bad contact; a low speed may be power saving. */
  private static Optional<Finding> link(HostSnapshot host, Details details) {
    Optional<Express> own = details.capability(Express.class);
    if (own.isEmpty() || !own.get().able().up() || !own.get().now().up()) {
      return Optional.empty();
    }
    PciAddress address = details.function().address();
    Optional<PciAddress> above =
        details.path().isEmpty() ? Optional.empty() : Optional.of(details.path().getLast());
    Optional<Link> slot =
        above
            .flatMap(host::inspection)
            .flatMap(port -> port.details().capability(Express.class))
            .map(Express::able)
            .filter(Link::up);
    Link able = own.get().able();
    Link now = own.get().now();
    int lanes = Math.min(able.lanes(), slot.map(Link::lanes).orElse(able.lanes()));
    int generation =
        Math.min(able.generation(), slot.map(Link::generation).orElse(able.generation()));
    List<String> evidence =
        Stream.concat(
                Stream.of("%s: the link is %s; supported: %s".formatted(address, now, able)),
                slot.stream()
                    .map(port ->
                        "%s, the port above it; supported: %s".formatted(above.get(), port)))
            .toList();
    if (now.lanes() < lanes) {
      return Optional.of(
          Finding.warns(
                  "DEVICE-LINK",
                  "%s uses only %d of the %d PCIe lanes that it and its slot support"
                      .formatted(address, now.lanes(), lanes),
                  "reseat the card, clean its contacts, or try another slot",
                  evidence)
              .about(address));
    }
    return now.generation() < generation
        ? Optional.of(
            Finding.notes(
                    "DEVICE-LINK",
                    "the PCIe link of %s is slower than it and its slot support".formatted(address),
                    "check again while the device is busy, because power saving slows an idle link",
                    evidence)
                .about(address))
        : Optional.empty();
  }

  private static Optional<Finding> errors(PciAddress address, Health health) {
    List<String> evidence =
        Stream.of(
                health.fatal().stream().map(error -> "fatal: " + error),
                health.nonFatal().stream().map(error -> "not fatal: " + error),
                health.correctable().stream().map(error -> "corrected: " + error))
            .flatMap(errors -> errors)
            .toList();
    String remedy =
        "see when the errors occurred: dmesg | grep %s; if they continue, reseat the card"
            .formatted(address);
    if (!health.fatal().isEmpty() || !health.nonFatal().isEmpty()) {
      return Optional.of(
          Finding.warns(
                  "DEVICE-ERRORS",
                  "%s has had errors since dom0 booted that lost data or the link"
                      .formatted(address),
                  remedy,
                  evidence)
              .about(address));
    }
    return health.correctable().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.notes(
                    "DEVICE-ERRORS",
                    "the PCIe link of %s has had errors since dom0 booted; all were corrected"
                        .formatted(address),
                    remedy,
                    evidence)
                .about(address));
  }

  /** pciback wakes a function when it takes it, but not later; a guest cannot wake it. */
  private static Optional<Finding> power(PciAddress address, Health health, Request request) {
    Optional<String> power = health.power();
    boolean off = request instanceof Request.Attach && power.equals(Optional.of("D3cold"));
    boolean failed =
        power.equals(Optional.of("error")) || health.runtime().equals(Optional.of("error"));
    return off || failed
        ? Optional.of(
            Finding.warns(
                    "DEVICE-POWER",
                    off
                        ? "%s is powered off, and a guest cannot power it on".formatted(address)
                        : "dom0 could not change the power state of %s".formatted(address),
                    "power it on: echo on > /sys/bus/pci/devices/%s/power/control"
                        .formatted(address),
                    "power_state: " + power.orElse("not known"),
                    "power/runtime_status: " + health.runtime().orElse("not known"))
                .about(address))
        : Optional.empty();
  }
}
