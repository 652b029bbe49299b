package gangway.check;

import gangway.host.CloseUp;
import gangway.host.Health;
import gangway.host.Host;
import gangway.pci.Address;
import gangway.pci.Capability.Express;
import gangway.pci.Capability.Link;
import gangway.pci.Details;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a function is well. */
final class HealthChecks {
  private HealthChecks() {}

  static Stream<Finding> of(Host host, CloseUp closeUp, Request request) {
    Address address = closeUp.details().function().address();
    return Stream.of(
            link(host, closeUp.details()),
            errors(address, closeUp.health()),
            power(address, closeUp.health(), request))
        .flatMap(Optional::stream);
  }

  static Finding gone(Address address) {
    return Finding.blocks(
            "DEVICE-GONE",
            "%s does not answer any more: it has lost power, or its link".formatted(address),
            "seat it anew or switch the machine off and on; if the slot is hot-plug: echo 1 >"
                + " /sys/bus/pci/devices/%s/remove, then echo 1 > /sys/bus/pci/rescan"
                    .formatted(address),
            "every bit of its configuration space reads as 1")
        .about(address);
  }

  /** Fewer lanes than both ends have is a bad contact; a low speed may be power saving. */
  private static Optional<Finding> link(Host host, Details details) {
    Optional<Express> own = details.capability(Express.class);
    if (own.isEmpty() || !own.get().able().up() || !own.get().now().up()) {
      return Optional.empty();
    }
    Address address = details.function().address();
    Optional<Address> above =
        details.path().isEmpty() ? Optional.empty() : Optional.of(details.path().getLast());
    Optional<Link> slot =
        above
            .flatMap(host::closeUp)
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
                Stream.of("%s has %s and is made for %s".formatted(address, now, able)),
                slot.stream()
                    .map(port -> "%s above it is made for %s".formatted(above.get(), port)))
            .toList();
    if (now.lanes() < lanes) {
      return Optional.of(
          Finding.warns(
                  "DEVICE-LINK",
                  "%s has %d of the %d lanes that it and its slot have"
                      .formatted(address, now.lanes(), lanes),
                  "seat the card anew, clean its contacts, or try another slot",
                  evidence)
              .about(address));
    }
    return now.generation() < generation
        ? Optional.of(
            Finding.notes(
                    "DEVICE-LINK",
                    "%s has a slower link than it and its slot are made for".formatted(address),
                    "look again while it is busy: power saving slows down a link that idles",
                    evidence)
                .about(address))
        : Optional.empty();
  }

  private static Optional<Finding> errors(Address address, Health health) {
    List<String> evidence =
        Stream.of(
                health.fatal().stream().map(error -> "fatal: " + error),
                health.nonFatal().stream().map(error -> "not fatal: " + error),
                health.correctable().stream().map(error -> "corrected: " + error))
            .flatMap(errors -> errors)
            .toList();
    String wayOut =
        "see when they came: dmesg | grep %s; seat the card anew if they go on".formatted(address);
    if (!health.fatal().isEmpty() || !health.nonFatal().isEmpty()) {
      return Optional.of(
          Finding.warns(
                  "DEVICE-ERRORS",
                  "%s has lost data or its link since dom0 booted".formatted(address),
                  wayOut,
                  evidence)
              .about(address));
    }
    return health.correctable().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.notes(
                    "DEVICE-ERRORS",
                    "the link of %s had errors, all of them corrected".formatted(address),
                    wayOut,
                    evidence)
                .about(address));
  }

  /** pciback wakes what it takes; what it holds, nobody of dom0 wakes, and a guest cannot. */
  private static Optional<Finding> power(Address address, Health health, Request request) {
    Optional<String> power = health.power();
    boolean off = request instanceof Request.Attach && power.equals(Optional.of("D3cold"));
    boolean failed =
        power.equals(Optional.of("error")) || health.runtime().equals(Optional.of("error"));
    return off || failed
        ? Optional.of(
            Finding.warns(
                    "DEVICE-POWER",
                    off
                        ? "%s is switched off, and a guest cannot switch it on".formatted(address)
                        : "dom0 could not switch the power state of %s".formatted(address),
                    "switch it on: echo on > /sys/bus/pci/devices/%s/power/control"
                        .formatted(address),
                    "power_state: " + power.orElse("not told"),
                    "power/runtime_status: " + health.runtime().orElse("not told"))
                .about(address))
        : Optional.empty();
  }
}
