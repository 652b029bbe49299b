package gangway.doctor;

import gangway.doctor.Issue.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * All issues of a host, the worst first.
 *
 * <p>A diagnosis is a pure function of what was observed.
 */
public record Diagnosis(List<Issue> issues) {
  public Diagnosis {
    issues = List.copyOf(issues);
  }

  public static Diagnosis of(DoctorInput input) {
    return new Diagnosis(
        Stream.of(
                NeededIssues.of(input),
                UnknownIssues.of(input),
                GuestIssues.of(input),
                RecordIssues.of(input),
                PcibackIssues.of(input),
                DriverIssues.of(input),
                ReplacedDeviceIssues.of(input),
                HardwareIssues.of(input),
                BootIssues.of(input),
                TrialIssues.of(input),
                DefinitionIssues.of(input))
            .flatMap(List::stream)
            .sorted(Issue.WORST_FIRST)
            .toList());
  }

  /** Whether no issue is a warning. */
  public boolean well() {
    return issues.stream().noneMatch(issue -> issue.severity() == Severity.WARNS);
  }

  /** The issues that the doctor can repair. */
  public List<Issue> safe() {
    return issues.stream().filter(issue -> issue.remedy() instanceof IssueRemedy.Safe).toList();
  }
}
