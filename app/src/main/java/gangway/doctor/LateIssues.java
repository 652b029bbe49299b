package gangway.doctor;

import gangway.Answer;
import gangway.boot.Claimants;
import gangway.boot.HideSetting;
import gangway.boot.initramfs.Initramfs;
import gangway.host.HostFunction;
import gangway.host.Leftovers;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Functions that are in the list to hide at boot, but that their drivers of dom0 take before
 * pciback.
 */
final class LateIssues {
  private LateIssues() {}

  static List<Issue> of(DoctorInput input) {
    return input.host().inventory().stream()
        .filter(function -> function.namedIn().isPresent())
        .flatMap(function -> of(input, function).stream())
        .toList();
  }

  private static Optional<Issue> of(DoctorInput input, HostFunction function) {
    PciAddress address = function.address();
    HideSetting setting = function.namedIn().orElseThrow();
    Optional<String> failed = failed(input.traces(), function);
    boolean certain = function.hiddenAfterReboot();
    if (certain ? failed.isEmpty() : worked(input.traces(), function)) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    evidence.add(BootIssues.said(setting));
    function.atBoot().doubt().ifPresent(evidence::add);
    failed.ifPresent(evidence::add);
    boolean no = function.atBoot().hidden() == Answer.NO;
    return Optional.of(
        Issue.warns(
                "HIDE-LIST-LATE",
                certain
                    ? "%s was in pciback's list at this boot, but pciback does not have it"
                        .formatted(address)
                    : no
                        ? "%s is in the list to hide at boot, but pciback does not take it"
                            .formatted(address)
                        : "%s is in the list to hide at boot, but it is not known whether pciback"
                                .formatted(address)
                            + " takes it",
                evidence,
                "if a driver of dom0 takes it first, pciback does not get it",
                new IssueRemedy.Advice(remedy(input, function, certain)))
            .about(address));
  }

  private static String remedy(DoctorInput input, HostFunction function, boolean certain) {
    PciAddress address = function.address();
    if (certain) {
      String rebuild =
          input
              .host()
              .rebuilding()
              .flatMap(Initramfs::rebuild)
              .map(command -> " (" + command + ")")
              .orElse("");
      return ("rebuild the initramfs%s and reboot; to hide it without a reboot: gangway hide --now"
              + " %s")
          .formatted(rebuild, address);
    }
    return input.host().inventory().claimants(address) instanceof Claimants.BuiltIn
        ? ("remove it from the list (gangway unhide --boot %1$s) and hide it after each boot"
                + " (gangway hide --now %1$s), or use a kernel with built-in pciback")
            .formatted(address)
        : "add the missing settings: gangway hide --boot " + address;
  }

  /** pciback was loaded to take it and still waits for it, but a driver of dom0 has it. */
  private static Optional<String> failed(Leftovers traces, HostFunction function) {
    return function.owner() instanceof Owner.Dom0(String driver)
            && traces.taken().covers(function.address())
            && traces.slots().contains(function.address())
        ? Optional.of(
            "pciback was loaded with hide=%s, but driver %s has it"
                .formatted(traces.taken(), driver))
        : Optional.empty();
  }

  /** pciback took it at this boot, in a way that is not visible here. */
  private static boolean worked(Leftovers traces, HostFunction function) {
    PciAddress address = function.address();
    return function.hiddenNow()
        && traces.taken().covers(address)
        && !traces.kept().contains(address);
  }
}
