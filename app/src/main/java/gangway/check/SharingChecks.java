package gangway.check;

import gangway.host.HostFunction;
import gangway.pci.Address;
import gangway.pci.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interrupt lines and pages of memory that a function shares with what others have. */
final class SharingChecks {
  /** The name pciback listens by, for the guest (drivers/xen/xen-pciback/pciback_ops.c). */
  private static final Pattern HELD = Pattern.compile("(?:xen-)?pciback\\[(.*)]");

  private SharingChecks() {}

  static List<Finding> of(Kin kin) {
    List<Finding> findings = new ArrayList<>();
    interrupt(kin).ifPresent(findings::add);
    page(kin).ifPresent(findings::add);
    return findings;
  }

  /** One that can do messages leaves the line alone. */
  private static Optional<Finding> interrupt(Kin kin) {
    OptionalInt line = kin.details().interrupt();
    boolean hidden =
        kin.host().inventory().at(kin.address()).filter(HostFunction::hiddenNow).isPresent();
    boolean messages =
        kin.details().capability(Capability.Msi.class).isPresent()
            || kin.details().capability(Capability.MsiX.class).isPresent();
    if (!hidden || messages || line.isEmpty()) {
      return Optional.empty();
    }
    List<String> others =
        Neighbours.bounded(
            kin.host().sharing().interrupts().on(line.getAsInt()).stream()
                .flatMap(handler -> other(kin, handler).stream()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                    "KIN-INTERRUPT",
                    "%s shares interrupt line %d, and can do no other; a guest that leaves it up"
                            .formatted(kin.address(), line.getAsInt())
                        + " stops the others on it",
                    "put the device into another slot, or give the guest the others too",
                    others)
                .about(kin.address()));
  }

  /** A handler that is not there for this guest. */
  private static Optional<String> other(Kin kin, String handler) {
    Matcher held = HELD.matcher(handler);
    if (!held.matches()) {
      return Optional.of("/proc/interrupts: dom0's " + handler + " listens on it");
    }
    return kin.neighbours().among(Address.parse(held.group(1)).stream().toList()).stream()
        .findFirst();
  }

  private static Optional<Finding> page(Kin kin) {
    List<String> others =
        kin.neighbours()
            .among(kin.host().sharing().memory().onPagesOf(kin.address(), kin.details().bars()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                    "KIN-PAGE",
                    "%s answers in a page of memory in which others do; its guest could reach them"
                        .formatted(kin.address()),
                    "have dom0's kernel part them: pci=resource_alignment=%s on its command line"
                        .formatted(kin.address()),
                    others)
                .about(kin.address()));
  }
}
