package gangway.check;

import gangway.host.CloseUp;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.OpenNode;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.Capability;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a function itself is like: whether it is well, can be reset, is in use, fits a guest. */
final class DeviceChecks {
  /** SH_INFO_MAX_VEC: what one request between guest and pciback can name (xen/io/pciif.h). */
  private static final int MOST_VECTORS = 128;

  /** DEFAULT_EXTRA_DOMU_IRQS of Xen: what a guest gets for all its functions. */
  private static final int USUAL_VECTORS = 32;

  private static final String GUEST_VECTORS = "extra_guest_irqs";

  private DeviceChecks() {}

  static List<Finding> of(Host host, Request request) {
    Neighbours neighbours = Neighbours.of(host, request);
    List<Finding> findings = new ArrayList<>();
    for (Address address : request.functions()) {
      Optional<HostFunction> function = host.inventory().at(address);
      Optional<CloseUp> closeUp = host.closeUp(address);
      if (function.isEmpty() || closeUp.isEmpty() || function.get().function().type().bridge()) {
        continue;
      }
      if (!closeUp.get().details().answers()) {
        findings.add(HealthChecks.gone(address));
        continue;
      }
      HealthChecks.of(host, closeUp.get(), request).forEach(findings::add);
      Kin kin = new Kin(neighbours, closeUp.get().details());
      if (request instanceof Request.Hide || DeviceMateChecks.resetTogether(kin).isEmpty()) {
        reset(closeUp.get()).ifPresent(findings::add);
      }
      switch (request) {
        case Request.Hide _ -> findings.addAll(users(function.get(), closeUp.get(), request));
        case Request.Attach attach -> {
          vectors(host, closeUp.get()).ifPresent(findings::add);
          differs(function.get(), attach).ifPresent(findings::add);
        }
        case Request.Unhide _, Request.Detach _, Request.New _, Request.Ready _ -> {}
      }
    }
    return findings;
  }

  private static Optional<Finding> reset(CloseUp closeUp) {
    Address address = closeUp.details().function().address();
    return closeUp.details().resetMethods().isEmpty()
        ? Optional.of(
            Finding.warns(
                    "DEVICE-NO-RESET",
                    "%s cannot be reset: a guest gets it as the one before left it, memory and all"
                        .formatted(address),
                    "give it to guests that trust one another; libvirt refuses to start a guest"
                        + " with it, xl does not",
                    "/sys/bus/pci/devices/%s has no reset_method or reset".formatted(address))
                .about(address))
        : Optional.empty();
  }

  private static List<Finding> users(HostFunction function, CloseUp closeUp, Request request) {
    List<Finding> findings = new ArrayList<>();
    Address address = function.address();
    if (function.owner() instanceof Owner.Dom0(String driver) && driver.equals(OpenNode.VFIO)) {
      findings.add(
          Finding.warns(
                  "DEVICE-VFIO",
                  "%s is kept for a program of dom0 that drives it by itself".formatted(address),
                  "stop that program (QEMU, DPDK, SPDK, ...), and let it not come back after a"
                      + " reboot",
                  "the kernel: held by " + OpenNode.VFIO)
              .about(address));
    }
    if (request.now() && !closeUp.open().isEmpty()) {
      findings.add(
          Finding.blocks(
                  "DEVICE-OPEN",
                  "programs of dom0 use " + address,
                  "stop them first",
                  closeUp.open().stream()
                      .map(open ->
                          "%s has %s open, on %s"
                              .formatted(String.join(", ", open.processes()), open.node(), address))
                      .toList())
              .about(address)
              .unlessAccepted());
    }
    return findings;
  }

  /** A driver that asks for more gets none of them, not fewer (pcifront, pciback). */
  private static Optional<Finding> vectors(Host host, CloseUp closeUp) {
    Address address = closeUp.details().function().address();
    Optional<String> told = host.xen().flatMap(xen -> xen.commandLine().value(GUEST_VECTORS));
    int guests = told.flatMap(DeviceChecks::number).orElse(USUAL_VECTORS);
    int most = Math.min(guests, MOST_VECTORS);
    return closeUp
        .details()
        .capability(Capability.MsiX.class)
        .filter(table -> table.vectors() > most)
        .map(table ->
            Finding.notes(
                    "DEVICE-MSIX",
                    "%s has %d interrupts (MSI-X), of which a guest can use %d"
                        .formatted(address, table.vectors(), most),
                    "let its driver in the guest use fewer queues; with %s=N on Xen's command line"
                            .formatted(GUEST_VECTORS)
                        + " a guest gets N, up to %d a function".formatted(MOST_VECTORS),
                    "Xen gives a guest %d in all, %s"
                        .formatted(
                            guests,
                            told.map(value -> "by %s=%s".formatted(GUEST_VECTORS, value))
                                .orElse("as long as %s says no other".formatted(GUEST_VECTORS))),
                    "pciback takes %d for one function".formatted(MOST_VECTORS))
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

  /** A definition lasts longer than what was hidden for this boot only. */
  private static Optional<Finding> differs(HostFunction function, Request.Attach request) {
    boolean differs = request.lasting() && function.hiddenNow() && !function.hiddenAfterReboot();
    return differs
        ? Optional.of(
            Finding.notes(
                    "DEVICE-BOOT-DIFFERS",
                    "dom0 takes %s back at its next boot, and guest %s cannot start with it then"
                        .formatted(function.address(), request.guest()),
                    "hide it after the reboot too: gangway hide --boot " + function.address(),
                    "pciback holds it now; no boot setting hides it")
                .about(function.address()))
        : Optional.empty();
  }
}
