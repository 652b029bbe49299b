package gangway.doctor;

import gangway.doctor.Issue.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * All issues of a host, the worst first.
 *
 * <p>A diagnosis is a pure function of what was observed.
 */
public record Diagnosis(List<Issue> ailments) {
  public Diagnosis {
    ailments = List.copyOf(ailments);
  }

  public static Diagnosis of(DoctorInput patient) {
    return new Diagnosis(
        Stream.of(
                RecordIssues.of(patient),
                PcibackIssues.of(patient),
                DriverIssues.of(patient),
                BootIssues.of(patient),
                DefinitionIssues.of(patient))
            .flatMap(List::stream)
            .sorted(Issue.WORST_FIRST)
            .toList());
  }

  /** Whether no issue is a warning. */
  public boolean well() {
    return ailments.stream().noneMatch(ailment -> ailment.severity() == Severity.WARNS);
  }

  /** The issues that the doctor can repair. */
  public List<Issue> safe() {
    return ailments.stream().filter(ailment -> ailment.cure() instanceof IssueRemedy.Safe).toList();
  }
}
