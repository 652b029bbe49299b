package gangway.operation;

import gangway.Problem;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.doctor.IssueRemedy;
import gangway.machine.Machine;
import gangway.plan.MaintenancePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The result of {@code gangway doctor --fix}.
 *
 * @param repaired the issues that were repaired; each repair was verified
 * @param failed the issues that could not be repaired
 * @param left the issues of the host after the repairs
 */
public record DoctorOperation(List<Issue> repaired, List<Failure> failed, Diagnosis left) {

  /**
   * An issue that could not be repaired. The host is as before, unless the problem is of kind
   * INCONSISTENT.
   */
  public record Failure(Issue issue, Problem why) {}

  public DoctorOperation {
    repaired = List.copyOf(repaired);
    failed = List.copyOf(failed);
  }

  /**
   * Repairs the issues of a diagnosis that can be repaired, one after the other, and observes the
   * host again. A repair that fails does not stop the others: issues are independent.
   *
   * @param begins receives each issue before its repair
   */
  public static DoctorOperation of(Diagnosis diagnosis, Submission by, Consumer<Issue> begins) {
    List<Issue> repaired = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (Issue issue : diagnosis.issues()) {
      if (issue.remedy() instanceof IssueRemedy.Safe(MaintenancePlan repair)) {
        begins.accept(issue);
        try {
          by.perform(repair);
          repaired.add(issue);
        } catch (RuntimeException | Error fault) {
          failed.add(new Failure(issue, Problem.because(fault)));
        }
      }
    }
    return new DoctorOperation(repaired, failed, left(repaired, failed, by.machine()));
  }

  /** The issues after the repairs. A host that cannot be observed then was still changed. */
  private static Diagnosis left(List<Issue> repaired, List<Failure> failed, Machine machine) {
    try {
      return Diagnosis.of(DoctorInput.seen(machine));
    } catch (RuntimeException | Error fault) {
      Problem why = Problem.because(fault);
      if (repaired.isEmpty() && failed.isEmpty()) {
        throw why;
      }
      throw Problem.inconsistent(
          "the host cannot be checked after the repairs",
          "run 'gangway doctor' again",
          Stream.of(
                  repaired.stream().map(issue -> "repaired: " + issue.code()),
                  failed.stream().map(one -> "not repaired: " + one.issue().code()),
                  why.lines().stream())
              .flatMap(lines -> lines)
              .toList());
    }
  }

  /**
   * Whether every repair succeeded, and the host has no problem and nothing that can be repaired: a
   * host that did not answer everything at first can have more to repair afterwards.
   */
  public boolean complete() {
    return failed.isEmpty() && left.well() && left.safe().isEmpty();
  }

  /** Whether a repair failed and could not be undone. */
  public boolean inconsistent() {
    return failed.stream().anyMatch(failure -> failure.why().kind() == Problem.Kind.INCONSISTENT);
  }
}
