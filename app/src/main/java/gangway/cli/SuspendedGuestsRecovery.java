package gangway.cli;

import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.ResumeChecks;
import gangway.check.ResumeVerdict;
import gangway.host.SuspendedGuest;
import gangway.host.SuspendedGuests;
import gangway.machine.WritableMachine;
import gangway.operation.ResumeOperation;
import gangway.operation.Submission;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists the guests that a killed save or migration of another tool left suspended, and resumes
 * them.
 */
record SuspendedGuestsRecovery(
    WritableMachine machine, Console console, Report report, AcceptPolicy policy) {

  /**
   * Resumes the guests for which no finding blocks, and reports the others.
   *
   * @return empty if no guest is suspended
   */
  Optional<ExitCode> all() {
    SuspendedGuests found;
    try {
      found = SuspendedGuests.read(machine);
    } catch (RuntimeException | Error fault) {
      return Optional.of(report.problem("suspended guests", Problem.because(fault)));
    }
    found.unknown().forEach(this::reportUnknown);
    Optional<ExitCode> unknown =
        found.unknown().isEmpty() ? Optional.empty() : Optional.of(ExitCode.REFUSED);
    return found.guests().stream()
        .map(guest -> resumed(guest, List.of()))
        .reduce(ExitCode::worse)
        .map(exit -> exit.worse(unknown.orElse(exit)))
        .or(() -> unknown);
  }

  /**
   * Resumes one guest.
   *
   * @throws Problem of kind REFUSED if there is no guest of that name, or if Xen cannot be queried
   */
  ExitCode named(String name, List<Acceptance> accepted) {
    SuspendedGuests found = SuspendedGuests.read(machine);
    List<SuspendedGuest> guests = found.named(name);
    if (!guests.isEmpty()) {
      return guests.stream()
          .map(guest -> resumed(guest, accepted))
          .reduce(ExitCode.DONE, ExitCode::worse);
    }
    Domain domain = running(name);
    if (found.unknown().contains(domain.domid())) {
      reportUnknown(domain.domid());
      return ExitCode.REFUSED;
    }
    report.result(
        ReportOutcome.ALREADY_SO,
        Optional.of(domain.name()),
        "guest %s is not suspended".formatted(domain));
    return ExitCode.DONE;
  }

  private Domain running(String name) {
    return machine.xenStore().map(Domains::read).map(Domains::running).orElse(List.of()).stream()
        .filter(domain -> domain.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Problem.refused(
                "guest '%s' is not running".formatted(name), "list the guests: 'gangway guests'"));
  }

  private void reportUnknown(int domid) {
    Finding unknown = ResumeChecks.unknown(domid);
    report.remark(unknown);
    report.record(
        ResultView.of(
            ReportOutcome.REFUSED, Optional.of(String.valueOf(domid)), unknown.sentence()));
  }

  private ExitCode resumed(SuspendedGuest guest, List<Acceptance> accepted) {
    try {
      Optional<ResumeVerdict> verdict =
          new ResumeOperation(guest, accepted)
              .perform(Submission.of(machine, List.of("recover", guest.name()), report));
      if (verdict.filter(ResumeVerdict::refused).isPresent()) {
        report(verdict.get());
        return ExitCode.REFUSED;
      }
      Optional<String> name = Optional.of(guest.name());
      if (verdict.isPresent()) {
        report.findings(verdict.get());
        String running =
            "guest %s is running; delete the file of its interrupted save, if any"
                .formatted(guest.domain());
        report.line(Style.GREEN, "resumed: " + running);
        report.record(ResultView.of(ReportOutcome.DONE, name, running));
      } else {
        report.result(
            ReportOutcome.ALREADY_SO,
            name,
            "guest %s is not suspended any more".formatted(guest.domain()));
      }
      return ExitCode.DONE;
    } catch (RuntimeException | Error fault) {
      console.complain(Style.RED, suspended(guest));
      return report.problem(guest.name(), Problem.because(fault));
    }
  }

  private static String suspended(SuspendedGuest guest) {
    return "guest %s is suspended, and was not resumed:".formatted(guest.domain());
  }

  private void report(ResumeVerdict verdict) {
    console.complain(Style.RED, suspended(verdict.guest()));
    report.findings(verdict);
    report.record(
        ResultView.of(ReportOutcome.REFUSED, Optional.of(verdict.guest().name()), "not resumed"));
    List<Finding> blocking = verdict.findings().stream().filter(Finding::blocks).toList();
    if (blocking.stream()
        .allMatch(finding ->
            finding.waiver() == Finding.Waiver.CODE && policy.forbids(finding).isEmpty())) {
      console.complain(
          Style.PLAIN,
          "to resume the guest all the same: gangway recover %s %s"
              .formatted(
                  blocking.stream()
                      .map(finding -> "--accept " + finding.code())
                      .collect(Collectors.joining(" ")),
                  verdict.guest().name()));
    }
  }
}
