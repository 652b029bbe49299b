package gangway.doctor;

import gangway.handover.Mending;
import gangway.host.HostFunction;
import gangway.host.LibxlNote;
import gangway.host.Original;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.pci.PciBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drivers of dom0 that do not come back to their functions. */
final class DriverAilments {
  private DriverAilments() {}

  static List<Ailment> of(Patient patient) {
    List<Ailment> ailments = new ArrayList<>();
    for (HostFunction function : patient.host().inventory().stream().toList()) {
      Optional<String> override =
          Optional.ofNullable(patient.traces().overrides().get(function.address()));
      switch (function.owner()) {
        case Owner.Nobody _ ->
            override
                .map(driver -> keptFor(patient, function.address(), driver))
                .or(() -> lost(patient, function.address()))
                .ifPresent(ailments::add);
        case Owner.Dom0(String driver) ->
            override
                .filter(other -> other.equals(Owner.PCIBACK))
                .map(_ -> onLoan(function.address(), driver))
                .ifPresent(ailments::add);
        case Owner.Pciback _, Owner.Guest _ ->
            missing(patient, function.address()).ifPresent(ailments::add);
        case Owner.Arriving _, Owner.Inconsistent _ -> {}
      }
    }
    return ailments;
  }

  private static Ailment keptFor(Patient patient, Address function, String driver) {
    Optional<Original> original = patient.host().original(function);
    List<String> evidence = new ArrayList<>();
    evidence.add("%s is %s".formatted(overrideFile(function), driver));
    evidence.add("the kernel: no driver has it");
    original.ifPresent(known -> evidence.add("its own driver: " + name(known)));
    return Ailment.warns(
            "OVERRIDE-LEFT",
            "%s is kept for %s, which does not have it".formatted(function, driver),
            evidence,
            "no other driver can take it, its own neither; dom0 has no use of it",
            original.isPresent()
                ? new Cure.Safe(Mending.giveBack(patient.host(), function))
                : new Cure.Advice(
                    "lift it: echo > %s; then let its driver take it, as 'gangway unhide --now %s'"
                            .formatted(overrideFile(function), function)
                        + " does"))
        .about(function);
  }

  private static Ailment onLoan(Address function, String driver) {
    return Ailment.warns(
            "OVERRIDE-LEFT",
            "%s is kept for pciback, and %s has it".formatted(function, driver),
            List.of(
                "%s is %s".formatted(overrideFile(function), Owner.PCIBACK),
                "the kernel: held by " + driver),
            "once %s lets go of it, it cannot take it again".formatted(driver),
            new Cure.Safe(Mending.lift(function, Owner.PCIBACK)))
        .about(function);
  }

  /** Functions without a driver are many, and most never had one; this one was handed over. */
  private static Optional<Ailment> lost(Patient patient, Address function) {
    List<String> evidence = new ArrayList<>();
    if (patient.traces().kept().contains(function)) {
      evidence.add(Original.file(function) + " keeps its driver");
    }
    patient
        .traces()
        .note(function)
        .ifPresent(note ->
            evidence.add(
                note.driver()
                    .map(folder ->
                        "XenStore: %s is %s".formatted(LibxlNote.driverNode(function), folder))
                    .orElseGet(() ->
                        "XenStore has %s: xl had it in hand".formatted(LibxlNote.node(function)))));
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    evidence.addFirst("the kernel: no driver has it");
    patient
        .host()
        .original(function)
        .ifPresent(known -> evidence.add("its own driver: " + name(known)));
    return Optional.of(
        Ailment.warns(
                "DRIVER-LOST",
                "no driver has %s, and it was hidden before".formatted(function),
                evidence,
                "dom0 has no use of it, and no guest can be given it",
                new Cure.Advice(
                    "give it back: gangway unhide --now %1$s; or hide it: gangway hide --now %1$s"
                        .formatted(function)))
            .about(function));
  }

  private static Optional<Ailment> missing(Patient patient, Address function) {
    Optional<Original> original =
        patient
            .host()
            .original(function)
            .filter(known -> known.module().filter(patient.missingModules()::contains).isPresent());
    return original.map(known ->
        Ailment.warns(
                "MODULE-MISSING",
                "the driver of %s cannot come back: this kernel has no module %s"
                    .formatted(function, known.module().orElseThrow()),
                List.of(
                    "its own driver: " + name(known),
                    "'modprobe -n %s' finds no such module"
                        .formatted(known.module().orElseThrow())),
                "'gangway unhide' would leave it without a driver",
                new Cure.Advice(
                    "install the module for this kernel, or boot the kernel that has it, before it"
                        + " is given back"))
            .about(function));
  }

  private static String name(Original original) {
    return original
        .driver()
        .map(driver ->
            original
                .module()
                .filter(module -> !module.equals(driver))
                .map(module -> driver + ", of the module " + module)
                .orElse(driver))
        .orElseGet(() -> "one of the module " + original.module().orElse("?"));
  }

  private static String overrideFile(Address function) {
    return PciBus.folder(function).resolve("driver_override").toString();
  }
}
