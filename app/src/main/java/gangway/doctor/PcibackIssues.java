package gangway.doctor;

import gangway.boot.BootSettings;
import gangway.check.Checks;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Leftovers;
import gangway.host.OriginalDriver;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.xen.guest.LibxlNote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Issues of functions that pciback holds. */
final class PcibackIssues {
  private PcibackIssues() {}

  static List<Issue> of(DoctorInput input) {
    List<Issue> issues = new ArrayList<>();
    for (HostFunction function : input.host().inventory().stream().toList()) {
      if (function.hiddenNow()) {
        gone(input.host(), function.address()).ifPresent(issues::add);
      }
      if (function.owner() instanceof Owner.Pciback) {
        unexplained(input, function).ifPresent(issues::add);
        permissive(input.host(), function.address()).ifPresent(issues::add);
        unknownToXl(input, function.address()).ifPresent(issues::add);
      }
    }
    for (PciAddress function : new TreeSet<>(input.traces().slots())) {
      listedTwice(input, function).ifPresent(issues::add);
    }
    return issues;
  }

  private static Optional<Issue> gone(HostSnapshot host, PciAddress function) {
    return Checks.gone(host, function)
        .map(finding -> Issue.of(finding, "no guest can use it, and 'attach' refuses it"));
  }

  private static Optional<Issue> unexplained(DoctorInput input, HostFunction function) {
    Leftovers traces = input.traces();
    BootSettings boot = input.host().inventory().boot();
    PciAddress address = function.address();
    boolean explained =
        function.namedIn().isPresent()
            || boot.qubes().hides(function.function())
            || traces.taken().covers(address)
            || traces.kept().contains(address)
            || traces.note(address).isPresent()
            || input.host().replaced(address).isPresent();
    if (explained) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    evidence.add("no guest has it, and no setting of this boot or the next boot hides it");
    evidence.add(
        "there is no %s, and no %s in XenStore: neither Gangway nor xl hid it"
            .formatted(OriginalDriver.file(address), LibxlNote.node(address)));
    Optional.ofNullable(traces.overrides().get(address))
        .ifPresent(driver ->
            evidence.add(
                "its driver_override is %s, as libvirt and driverctl set it".formatted(driver)));
    return Optional.of(
        Issue.warns(
                "UNEXPLAINED",
                "pciback holds %s for an unknown reason".formatted(address),
                evidence,
                "after the next boot dom0 has it again; its original driver is not recorded",
                new IssueRemedy.Advice(
                    "return it to dom0: gangway unhide --now %1$s; or keep it hidden: gangway"
                            .formatted(address)
                        + " hide --boot "
                        + address))
            .about(address));
  }

  private static Optional<Issue> permissive(HostSnapshot host, PciAddress function) {
    return Checks.permissive(host, function)
        .map(finding ->
            Issue.of(
                finding,
                "the next guest inherits the permission and can write registers that pciback"
                    + " otherwise protects, such as BAR addresses and interrupt targets"));
  }

  /**
   * For Xen, a function that was hidden at boot belongs to dom0 until xl assigns it, and xl fails
   * to remove a function from quarantine that is not in quarantine (tools/libs/light/libxl_pci.c,
   * {@code libxl__device_pci_assignable_remove}). Xen does not show its quarantine; xl's node in
   * XenStore is created at the same time.
   */
  private static Optional<Issue> unknownToXl(DoctorInput input, PciAddress function) {
    boolean unknown =
        Repairs.quarantines(input.host())
            && input.traces().taken().covers(function)
            && input.traces().note(function).isEmpty();
    return unknown
        ? Optional.of(
            Issue.notes(
                    "UNKNOWN-TO-XL",
                    "%s was hidden at boot, and xl cannot release it".formatted(function),
                    List.of(
                        "pciback was loaded with hide=" + input.traces().taken(),
                        "XenStore has no %s: xl did not assign it since the boot"
                            .formatted(LibxlNote.node(function))),
                    "'xl pci-assignable-remove' fails with \"failed to de-quarantine\" ('gangway"
                        + " unhide' works); until a guest gets it, Xen lets it access dom0's"
                        + " memory",
                    new IssueRemedy.Safe(
                        Repairs.acquaintXl(
                            function,
                            input.host().original(function).flatMap(OriginalDriver::driver))))
                .about(function))
        : Optional.empty();
  }

  private static Optional<Issue> listedTwice(DoctorInput input, PciAddress function) {
    int times = Collections.frequency(input.traces().slots(), function);
    if (times < 2) {
      return Optional.empty();
    }
    boolean idle =
        input
            .host()
            .inventory()
            .at(function)
            .filter(f -> f.owner() instanceof Owner.Pciback)
            .isPresent();
    return Optional.of(
        Issue.notes(
                "SLOT-TWICE",
                "pciback lists %s %d times in its slots".formatted(function, times),
                List.of("/sys/bus/pci/drivers/pciback/slots lists it"),
                "the kernel shows only one page of this list: later entries are not visible",
                idle
                    ? new IssueRemedy.Safe(Repairs.listOnce(function, times))
                    : new IssueRemedy.Advice(
                        "run 'gangway doctor --fix' when pciback holds it and no guest has it"))
            .about(function));
  }
}
