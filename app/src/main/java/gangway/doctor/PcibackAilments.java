package gangway.doctor;

import gangway.check.Checks;
import gangway.handover.Mending;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.LibxlNote;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.host.Traces;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is the matter with functions in pciback that no guest has. */
final class PcibackAilments {
  private PcibackAilments() {}

  static List<Ailment> of(Patient patient) {
    List<Ailment> ailments = new ArrayList<>();
    for (HostFunction function : patient.host().inventory().stream().toList()) {
      if (function.owner() instanceof Owner.Pciback) {
        unexplained(patient.traces(), function).ifPresent(ailments::add);
        permissive(patient.host(), function.address()).ifPresent(ailments::add);
        unknownToXl(patient, function.address()).ifPresent(ailments::add);
      }
    }
    for (Address function : new TreeSet<>(patient.traces().slots())) {
      listedTwice(patient, function).ifPresent(ailments::add);
    }
    return ailments;
  }

  private static Optional<Ailment> unexplained(Traces traces, HostFunction function) {
    Address address = function.address();
    boolean explained =
        function.hiddenAfterReboot()
            || traces.taken().covers(address)
            || traces.kept().contains(address)
            || traces.note(address).isPresent();
    if (explained) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    evidence.add("no guest has it, and no boot setting names it, of this boot or of the next");
    evidence.add(
        "there is no %s, and no %s in XenStore: neither Gangway nor xl took it"
            .formatted(Original.file(address), LibxlNote.node(address)));
    Optional.ofNullable(traces.overrides().get(address))
        .ifPresent(driver ->
            evidence.add(
                "its driver_override is %s: so libvirt and driverctl do it".formatted(driver)));
    return Optional.of(
        Ailment.warns(
                "UNEXPLAINED",
                "pciback holds %s, and nothing tells why".formatted(address),
                evidence,
                "dom0 has it back after its next boot, and nobody remembers its driver",
                new Cure.Advice(
                    "give it back to dom0: gangway unhide --now %1$s; or keep it hidden: gangway"
                            .formatted(address)
                        + " hide --boot "
                        + address))
            .about(address));
  }

  private static Optional<Ailment> permissive(Host host, Address function) {
    return Checks.permissive(host, function)
        .map(finding ->
            Ailment.of(
                finding,
                "the next guest inherits it, and can set registers that pciback filters for good"
                    + " reason: where the function answers, and whom its interrupts reach"));
  }

  /**
   * What was hidden at boot is dom0's to Xen until xl has had it, and xl takes nothing out of a
   * quarantine that it is not in (tools/libs/light/libxl_pci.c, {@code
   * libxl__device_pci_assignable_remove}). Xen's quarantine is nowhere to be seen; but xl's note in
   * XenStore is as old as it.
   */
  private static Optional<Ailment> unknownToXl(Patient patient, Address function) {
    boolean unknown =
        Mending.quarantines(patient.host())
            && patient.traces().taken().covers(function)
            && patient.traces().note(function).isEmpty();
    return unknown
        ? Optional.of(
            Ailment.notes(
                    "UNKNOWN-TO-XL",
                    "%s was hidden at boot, and xl cannot release it".formatted(function),
                    List.of(
                        "pciback was loaded with hide=" + patient.traces().taken(),
                        "XenStore has no %s: xl has not had it since"
                            .formatted(LibxlNote.node(function))),
                    "'xl pci-assignable-remove' says \"failed to de-quarantine\" ('gangway unhide'"
                        + " copes); until a guest has had it, Xen lets it reach dom0's memory",
                    new Cure.Safe(
                        Mending.acquaintXl(
                            function, patient.host().original(function).flatMap(Original::driver))))
                .about(function))
        : Optional.empty();
  }

  private static Optional<Ailment> listedTwice(Patient patient, Address function) {
    int times = Collections.frequency(patient.traces().slots(), function);
    if (times < 2) {
      return Optional.empty();
    }
    boolean idle =
        patient
            .host()
            .inventory()
            .at(function)
            .filter(f -> f.owner() instanceof Owner.Pciback)
            .isPresent();
    return Optional.of(
        Ailment.notes(
                "SLOT-TWICE",
                "pciback lists %s %d times among its slots".formatted(function, times),
                List.of("so says /sys/bus/pci/drivers/pciback/slots"),
                "the kernel shows one page of that list: what comes after looks as if it were not"
                    + " there",
                idle
                    ? new Cure.Safe(Mending.listOnce(function, times))
                    : new Cure.Advice(
                        "when pciback holds it and no guest has it, 'gangway doctor --fix' mends"
                            + " it"))
            .about(function));
  }
}
