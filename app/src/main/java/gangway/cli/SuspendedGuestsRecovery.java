package gangway.cli;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.ResumeChecks;
import gangway.check.ResumeVerdict;
import gangway.host.SuspendedGuest;
import gangway.host.SuspendedGuests;
import gangway.machine.WritableMachine;
import gangway.operation.ResumeOperation;
import gangway.operation.Submission;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists the guests that a killed save or migration of another tool left suspended, and resumes
 * them.
 */
record SuspendedGuestsRecovery(WritableMachine machine, Console console) {
  /** How bad it is, the best first. */
  private static final List<ExitCode> WORSE =
      List.of(ExitCode.DONE, ExitCode.REFUSED, ExitCode.FAILED, ExitCode.INCONSISTENT);

  /** The worse one of two. */
  static ExitCode worse(ExitCode one, ExitCode other) {
    return WORSE.indexOf(one) < WORSE.indexOf(other) ? other : one;
  }

  /**
   * Resumes the guests for which no finding blocks, and reports the others.
   *
   * @return empty if no guest is suspended
   */
  Optional<ExitCode> all() {
    SuspendedGuests found;
    try {
      found = SuspendedGuests.read(machine);
    } catch (Problem unreadable) {
      console.report(unreadable);
      return Optional.of(ExitCode.of(unreadable.kind()));
    }
    found.unknown().forEach(this::reportUnknown);
    Optional<ExitCode> unknown =
        found.unknown().isEmpty() ? Optional.empty() : Optional.of(ExitCode.REFUSED);
    return found.guests().stream()
        .map(guest -> resumed(guest, List.of()))
        .reduce(SuspendedGuestsRecovery::worse)
        .map(exit -> worse(exit, unknown.orElse(exit)))
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
          .reduce(ExitCode.DONE, SuspendedGuestsRecovery::worse);
    }
    Domain domain = running(name);
    if (found.unknown().contains(domain.domid())) {
      reportUnknown(domain.domid());
      return ExitCode.REFUSED;
    }
    console.line("already so: guest %s is not suspended".formatted(domain));
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
    new FindingsPrinter(console::complain).print(ResumeChecks.unknown(domid));
  }

  private ExitCode resumed(SuspendedGuest guest, List<Acceptance> accepted) {
    try {
      Optional<ResumeVerdict> verdict =
          new ResumeOperation(guest, accepted)
              .perform(
                  Submission.of(
                      machine, List.of("recover", guest.name()), new ConsoleProgress(console)));
      if (verdict.filter(ResumeVerdict::refused).isPresent()) {
        report(verdict.get());
        return ExitCode.REFUSED;
      }
      verdict.ifPresent(new FindingsPrinter(console::complain)::print);
      console.line(
          Style.GREEN,
          verdict.isPresent()
              ? "resumed: guest %s is running; delete the file of its interrupted save, if any"
                  .formatted(guest.domain())
              : "already so: guest %s is not suspended any more".formatted(guest.domain()));
      return ExitCode.DONE;
    } catch (Problem why) {
      console.complain(Style.RED, suspended(guest));
      console.report(why);
      return ExitCode.of(why.kind());
    }
  }

  private static String suspended(SuspendedGuest guest) {
    return "guest %s is suspended, and was not resumed:".formatted(guest.domain());
  }

  private void report(ResumeVerdict verdict) {
    console.complain(Style.RED, suspended(verdict.guest()));
    new FindingsPrinter(console::complain).print(verdict);
    List<Finding> blocking = verdict.findings().stream().filter(Finding::blocks).toList();
    if (blocking.stream().allMatch(finding -> finding.waiver() == Finding.Waiver.CODE)) {
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
