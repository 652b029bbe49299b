package gangway.check;

import gangway.host.FunctionInspection;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.OpenNode;
import gangway.host.Owner;
import gangway.pci.Capability;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks the function itself: whether it works, can be reset, is in use, and suits a guest.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code DEVICE-NO-RESET}: the guest finds the device in the state, and with the memory
 *       content, of its previous user; libvirt refuses to start the guest.
 *   <li>{@code DEVICE-VFIO}: a program in dom0, such as QEMU or DPDK, loses its device.
 *   <li>{@code DEVICE-OPEN}: programs in dom0 lose their device while they use it, and may hang.
 *   <li>{@code DEVICE-MSIX}: the driver in the guest gets no MSI-X interrupts if it requests all of
 *       them.
 *   <li>{@code DEVICE-BOOT-DIFFERS}: after the next boot of the host the guest fails to start.
 * </ul>
 */
final class DeviceChecks {
  /** SH_INFO_MAX_VEC: most vectors in one request from the guest to pciback (xen/io/pciif.h). */
  private static final int MAX_VECTORS = 128;

  /** DEFAULT_EXTRA_DOMU_IRQS of Xen: the interrupts of a guest for all its functions together. */
  private static final int DEFAULT_VECTORS = 32;

  private static final String GUEST_VECTORS = "extra_guest_irqs";

  private DeviceChecks() {}

  static List<Finding> of(HostSnapshot host, Request request) {
    PeerFunctions neighbours = PeerFunctions.of(host, request);
    List<Finding> findings = new ArrayList<>();
    for (PciAddress address : request.functions()) {
      Optional<HostFunction> function = host.inventory().at(address);
      Optional<FunctionInspection> inspection = host.inspection(address);
      if (function.isEmpty() || inspection.isEmpty() || function.get().function().type().bridge()) {
        continue;
      }
      if (!inspection.get().details().answers()) {
        findings.add(HealthChecks.gone(address));
        continue;
      }
      HealthChecks.of(host, inspection.get(), request).forEach(findings::add);
      AffectedFunction kin = new AffectedFunction(neighbours, inspection.get().details());
      if (request instanceof Request.Hide || MultifunctionChecks.resetTogether(kin).isEmpty()) {
        reset(inspection.get()).ifPresent(findings::add);
      }
      switch (request) {
        case Request.Attach attach -> {
          vectors(host, inspection.get()).ifPresent(findings::add);
          differs(function.get(), attach).ifPresent(findings::add);
        }
        case Request.Hide _,
            Request.Unhide _,
            Request.Detach _,
            Request.New _,
            Request.Ready _ -> {}
      }
    }
    return findings;
  }

  /** The findings about the programs in dom0 that use the functions of a request. */
  static List<Finding> users(HostSnapshot host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    for (PciAddress address : request.functions()) {
      Optional<HostFunction> function = host.inventory().at(address);
      Optional<FunctionInspection> inspection = host.inspection(address);
      if (function.isPresent()
          && inspection.isPresent()
          && !function.get().function().type().bridge()
          && inspection.get().details().answers()) {
        findings.addAll(users(function.get(), inspection.get(), request));
      }
    }
    return findings;
  }

  private static Optional<Finding> reset(FunctionInspection inspection) {
    PciAddress address = inspection.details().function().address();
    return inspection.details().resetMethods().isEmpty()
        ? Optional.of(
            Finding.warns(
                    "DEVICE-NO-RESET",
                    ("%s cannot be reset: a guest gets it in the state that the previous user left,"
                            + " including the memory content")
                        .formatted(address),
                    "attach it only to guests that trust each other; libvirt refuses to start a"
                        + " guest with it, xl does not",
                    "/sys/bus/pci/devices/%s has no reset_method or reset".formatted(address))
                .about(address))
        : Optional.empty();
  }

  private static List<Finding> users(
      HostFunction function, FunctionInspection inspection, Request request) {
    List<Finding> findings = new ArrayList<>();
    PciAddress address = function.address();
    if (function.owner() instanceof Owner.Dom0(String driver) && driver.equals(OpenNode.VFIO)) {
      findings.add(
          Finding.warns(
                  "DEVICE-VFIO",
                  ("%s is bound to %s, for a program in dom0 that drives it directly and would lose"
                          + " it")
                      .formatted(address, OpenNode.VFIO),
                  "stop that program (QEMU, DPDK, SPDK, ...) and disable it at boot",
                  "sysfs (driver link): " + OpenNode.VFIO)
              .about(address));
    }
    if (request.now() && !inspection.open().isEmpty()) {
      findings.add(open(address, inspection.open()));
    }
    return findings;
  }

  private static Finding open(PciAddress address, List<OpenNode> nodes) {
    boolean known = nodes.stream().anyMatch(OpenNode::known);
    return Finding.blocks(
            "DEVICE-OPEN",
            known
                ? "programs in dom0 use %s and would lose it".formatted(address)
                : "programs in dom0 have devices open that may be on %s, and would lose them"
                    .formatted(address),
            "stop the programs first; to list their process ids: fuser -v "
                + nodes.stream()
                    .map(open -> open.node().toString())
                    .collect(Collectors.joining(" ")),
            nodes.stream().map(open -> evidence(address, open)).toList())
        .about(address)
        .unlessAccepted();
  }

  private static String evidence(PciAddress address, OpenNode open) {
    return (open.known()
            ? "%s has %s open, on %s"
            : "%s has %s open; dom0 has no node of this name, so its device may be on %s")
        .formatted(String.join(", ", open.processes()), open.node(), address);
  }

  /** A driver that requests too many vectors gets none at all, not fewer (pcifront, pciback). */
  private static Optional<Finding> vectors(HostSnapshot host, FunctionInspection inspection) {
    PciAddress address = inspection.details().function().address();
    Optional<String> told = host.xen().flatMap(xen -> xen.commandLine().value(GUEST_VECTORS));
    int guests = told.flatMap(DeviceChecks::number).orElse(DEFAULT_VECTORS);
    int most = Math.min(guests, MAX_VECTORS);
    return inspection
        .details()
        .capability(Capability.MsiX.class)
        .filter(table -> table.vectors() > most)
        .map(table ->
            Finding.notes(
                    "DEVICE-MSIX",
                    "%s has %s MSI-X interrupts, but a guest can use only %s"
                        .formatted(address, table.vectors(), most),
                    ("set the driver in the guest to use fewer queues, or raise the limit: %s=N on"
                            + " Xen's command line (at most %s for a function)")
                        .formatted(GUEST_VECTORS, MAX_VECTORS),
                    "Xen: %s interrupts for all functions of a guest (%s)"
                        .formatted(
                            guests,
                            told.map(value -> "%s=%s".formatted(GUEST_VECTORS, value))
                                .orElse("the default; %s is not set".formatted(GUEST_VECTORS))),
                    "pciback: at most %s for one function".formatted(MAX_VECTORS))
                .about(address));
  }

  /** {@code [guests][,dom0]}. */
  private static Optional<Integer> number(String value) {
    try {
      return Optional.of(Integer.decode(value.split(",", -1)[0]));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A guest's definition outlasts the next boot; a function that is hidden only now does not. */
  private static Optional<Finding> differs(HostFunction function, Request.Attach request) {
    boolean differs = request.lasting() && function.hiddenNow() && !function.hiddenAfterReboot();
    return differs
        ? Optional.of(
            Finding.notes(
                    "DEVICE-BOOT-DIFFERS",
                    "dom0 takes %s back at its next boot, and then guest %s cannot start with it"
                        .formatted(function.address(), request.guest()),
                    "hide it at boot too: gangway hide --boot " + function.address(),
                    "pciback holds it now; no boot setting hides it")
                .about(function.address()))
        : Optional.empty();
  }
}
