package gangway.check;

import gangway.host.HostFunction;
import gangway.host.InterruptLines;
import gangway.pci.Capability;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks for interrupt lines and memory pages that a function shares with functions of other
 * owners.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code KIN-INTERRUPT}: a guest that does not serve its interrupt stops the other devices on
 *       the line.
 *   <li>{@code KIN-PAGE}: the guest can read and write registers of a device of dom0 or of another
 *       guest.
 * </ul>
 */
final class SharingChecks {
  /** The name of pciback's interrupt handler (drivers/xen/xen-pciback/pciback_ops.c). */
  private static final Pattern HELD = Pattern.compile("(?:xen-)?pciback\\[(.*)]");

  private SharingChecks() {}

  static List<Finding> of(AffectedFunction kin) {
    List<Finding> findings = new ArrayList<>();
    interrupt(kin).ifPresent(findings::add);
    page(kin).ifPresent(findings::add);
    return findings;
  }

  /** A function with MSI or MSI-X does not use its interrupt line. */
  private static Optional<Finding> interrupt(AffectedFunction kin) {
    OptionalInt line =
        kin.details().interrupt().isPresent() ? kin.details().interrupt() : held(kin);
    boolean hidden =
        kin.host().inventory().at(kin.address()).filter(HostFunction::hiddenNow).isPresent();
    boolean messages =
        kin.details().capability(Capability.Msi.class).isPresent()
            || kin.details().capability(Capability.MsiX.class).isPresent();
    if (!hidden || messages || line.isEmpty()) {
      return Optional.empty();
    }
    List<String> others =
        PeerFunctions.bounded(
            kin.host().sharing().interrupts().on(line.getAsInt()).stream()
                .flatMap(handler -> other(kin, handler).stream()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                    "KIN-INTERRUPT",
                    ("%s has no MSI and shares interrupt line %s; if its guest leaves the line"
                            + " asserted, the other devices on the line stop")
                        .formatted(kin.address(), line.getAsInt()),
                    "move the device to another slot, or attach the other devices to the same"
                        + " guest",
                    others)
                .about(kin.address()));
  }

  /** The line on which pciback has a handler for the function, if its file {@code irq} is lost. */
  private static OptionalInt held(AffectedFunction kin) {
    InterruptLines lines = kin.host().sharing().interrupts();
    return lines.handlers().keySet().stream()
        .filter(line -> lines.on(line).stream().anyMatch(handler -> isFor(handler, kin.address())))
        .mapToInt(Integer::intValue)
        .min();
  }

  private static boolean isFor(String handler, PciAddress function) {
    Matcher held = HELD.matcher(handler);
    return held.matches() && PciAddress.parse(held.group(1)).filter(function::equals).isPresent();
  }

  /** The evidence for a handler that does not belong to this guest. */
  private static Optional<String> other(AffectedFunction kin, String handler) {
    Matcher held = HELD.matcher(handler);
    if (!held.matches()) {
      return Optional.of("/proc/interrupts: handler %s of dom0 uses the line".formatted(handler));
    }
    return kin.neighbours().among(PciAddress.parse(held.group(1)).stream().toList()).stream()
        .findFirst();
  }

  private static Optional<Finding> page(AffectedFunction kin) {
    List<String> others =
        kin.neighbours()
            .among(kin.host().sharing().memory().onPagesOf(kin.address(), kin.details().bars()));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warns(
                    "KIN-PAGE",
                    ("%s shares a memory page with other functions, so its guest could read and"
                            + " write their registers")
                        .formatted(kin.address()),
                    ("add pci=resource_alignment=%s to dom0's kernel command line and reboot; the"
                            + " kernel then gives the function pages of its own")
                        .formatted(kin.address()),
                    others)
                .about(kin.address()));
  }
}
