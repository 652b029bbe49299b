package gangway.cli;

import gangway.Problem;
import gangway.config.Configuration;
import gangway.config.PolicySetting;
import gangway.config.TimeSpan;
import gangway.machine.Machine.StickyFolders;
import gangway.machine.WritableMachine;
import gangway.operation.Submission;
import gangway.operation.TrialWatch;
import gangway.operation.TrialWatch.Health;
import gangway.pci.PciAddress;
import gangway.trial.TrialEnd;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code gangway confirm --watch}: what a systemd unit runs in a trial boot, and after one. */
record TrialUnit(Session session) {

  ExitCode run() {
    Report report = session.report();
    // with an unusable configuration, the functions are given back all the same, after the standard
    // time
    Optional<Problem> unusable = session.unusableConfiguration();
    unusable.ifPresent(report::note);
    boolean configured = unusable.isEmpty();
    WritableMachine machine = configured ? session.configuredMachine() : session.actingMachine();
    Optional<TrialEnd> end =
        new TrialWatch(
                Submission.of(
                    machine, List.of("confirm", ConfirmCommand.WATCH), session.interruption()),
                configured ? health(machine, session.configuration(), report) : Optional.empty(),
                new Telling(report))
            .follow();
    report.result(
        ReportOutcome.DONE,
        end.map(how -> "the trial was not confirmed: " + how.by()).orElse("no trial is running"));
    end.ifPresent(how -> how.details().forEach(line -> report.note(Style.PLAIN, line)));
    return ExitCode.DONE;
  }

  /** What confirms the trial without a person, if the administrator wants that. */
  private static Optional<Health> health(
      WritableMachine machine, Configuration configuration, Report report) {
    if (!configuration.policy(PolicySetting.TRIAL_CONFIRM).equals("automatic")) {
      return Optional.empty();
    }
    Optional<Path> program =
        Optional.of(configuration.policy(PolicySetting.TRIAL_CHECK))
            .filter(value -> value.startsWith("/"))
            .map(Path::of);
    Optional<String> unsafe =
        program.flatMap(one -> machine.otherWriters(one, StickyFolders.DISTRUSTED));
    unsafe.ifPresent(why ->
        report.note(
            Problem.refused(
                "users other than root can change the program of trial-check, so Gangway does not"
                    + " run it, and nothing confirms the trial by itself",
                "run 'chown root' and 'chmod go-w' on what is named",
                why)));
    return unsafe.isPresent() ? Optional.empty() : Optional.of(new Health(program));
  }

  private record Telling(Report report) implements TrialWatch.Listener {
    @Override
    public void waits(List<PciAddress> functions, Duration limit) {
      report.event(
          "waiting",
          "",
          Style.PLAIN,
          "this boot hides %s on trial; without 'gangway confirm', dom0 takes them back in %s"
              .formatted(
                  functions.stream().map(PciAddress::toString).collect(Collectors.joining(", ")),
                  TimeSpan.text(limit)));
    }

    @Override
    public void notConfirmed(Problem why) {
      report.event("not-confirmed", "", Style.YELLOW, String.join("; ", why.lines()));
    }

    @Override
    public void notRecorded(Problem why) {
      report.event("not-recorded", "", Style.YELLOW, String.join("; ", why.lines()));
    }
  }
}
