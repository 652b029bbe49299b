package gangway.doctor;

import gangway.host.HostFunction;
import gangway.host.OriginalDriver;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.xen.guest.LibxlNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions that do not get their dom0 driver back. */
final class DriverIssues {
  private DriverIssues() {}

  static List<Issue> of(DoctorInput input) {
    List<Issue> issues = new ArrayList<>();
    for (HostFunction function : input.host().inventory().stream().toList()) {
      Optional<String> override =
          Optional.ofNullable(input.traces().overrides().get(function.address()));
      switch (function.owner()) {
        case Owner.Nobody _ ->
            override
                .map(driver -> keptFor(input, function.address(), driver))
                .or(() -> lost(input, function.address()))
                .ifPresent(issues::add);
        case Owner.Dom0(String driver) ->
            override
                .filter(other -> other.equals(Owner.PCIBACK))
                .map(_ -> onLoan(function.address(), driver))
                .ifPresent(issues::add);
        case Owner.Pciback _, Owner.Guest _ ->
            missing(input, function.address()).ifPresent(issues::add);
        case Owner.Arriving _, Owner.Inconsistent _ -> {}
      }
    }
    return issues;
  }

  private static Issue keptFor(DoctorInput input, PciAddress function, String driver) {
    Optional<OriginalDriver> original = input.host().original(function);
    List<String> evidence = new ArrayList<>();
    evidence.add("%s is %s".formatted(overrideFile(function), driver));
    evidence.add("the kernel: no driver is bound");
    original.ifPresent(known -> evidence.add("original driver: " + name(known)));
    return Issue.warns(
            "OVERRIDE-LEFT",
            "%s is reserved for driver %s, which is not bound to it".formatted(function, driver),
            evidence,
            "no other driver can bind to it, not even its original driver; dom0 cannot use it",
            original.isPresent()
                ? new IssueRemedy.Safe(Repairs.giveBack(input.host(), function))
                : new IssueRemedy.Advice(
                    "clear the override (echo > %s), then bind the driver: 'gangway unhide --now %s'"
                        .formatted(overrideFile(function), function)))
        .about(function);
  }

  private static Issue onLoan(PciAddress function, String driver) {
    return Issue.warns(
            "OVERRIDE-LEFT",
            "%s is reserved for pciback, but driver %s is bound to it".formatted(function, driver),
            List.of(
                "%s is %s".formatted(overrideFile(function), Owner.PCIBACK),
                "the kernel: bound to " + driver),
            "once %s is unbound, it cannot bind to the function again".formatted(driver),
            new IssueRemedy.Safe(Repairs.lift(function, Owner.PCIBACK)))
        .about(function);
  }

  /** Most functions without a driver never had one; this one was hidden before. */
  private static Optional<Issue> lost(DoctorInput input, PciAddress function) {
    List<String> evidence = new ArrayList<>();
    if (input.traces().kept().contains(function)) {
      evidence.add(OriginalDriver.file(function) + " records its driver");
    }
    input
        .traces()
        .note(function)
        .ifPresent(note ->
            evidence.add(
                note.driver()
                    .map(folder ->
                        "XenStore: %s is %s".formatted(LibxlNote.driverNode(function), folder))
                    .orElseGet(() ->
                        "XenStore has %s: xl assigned it".formatted(LibxlNote.node(function)))));
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    evidence.addFirst("the kernel: no driver is bound");
    input
        .host()
        .original(function)
        .ifPresent(known -> evidence.add("original driver: " + name(known)));
    return Optional.of(
        Issue.warns(
                "DRIVER-LOST",
                "%s has no driver, and it was hidden before".formatted(function),
                evidence,
                "neither dom0 nor a guest can use it",
                new IssueRemedy.Advice(
                    "return it to dom0: gangway unhide --now %1$s; or hide it: gangway hide --now %1$s"
                        .formatted(function)))
            .about(function));
  }

  private static Optional<Issue> missing(DoctorInput input, PciAddress function) {
    Optional<OriginalDriver> original =
        input
            .host()
            .original(function)
            .filter(known -> known.module().filter(input.missingModules()::contains).isPresent());
    return original.map(known ->
        Issue.warns(
                "MODULE-MISSING",
                "the driver of %s cannot be loaded: this kernel has no module %s"
                    .formatted(function, known.module().orElseThrow()),
                List.of(
                    "original driver: " + name(known),
                    "'modprobe -n %s' finds no such module"
                        .formatted(known.module().orElseThrow())),
                "after 'gangway unhide' the function has no driver",
                new IssueRemedy.Advice(
                    "before 'gangway unhide', install the module for this kernel or boot a kernel"
                        + " that has it"))
            .about(function));
  }

  private static String name(OriginalDriver original) {
    return original
        .driver()
        .map(driver ->
            original
                .module()
                .filter(module -> !module.equals(driver))
                .map(module -> driver + ", of module " + module)
                .orElse(driver))
        .orElseGet(() -> "a driver of module " + original.module().orElse("?"));
  }

  private static String overrideFile(PciAddress function) {
    return PciBus.folder(function).resolve("driver_override").toString();
  }
}
