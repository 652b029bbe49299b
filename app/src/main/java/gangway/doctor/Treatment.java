package gangway.doctor;

import gangway.Problem;
import gangway.handover.Chore;
import gangway.handover.Progress;
import gangway.journal.Author;
import gangway.machine.ActingMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The result of {@code gangway doctor --fix}.
 *
 * @param repaired the issues that were repaired; each repair was verified
 * @param failed the issues that could not be repaired
 * @param left the issues of the host after the repairs
 */
public record Treatment(List<Ailment> repaired, List<Failure> failed, Diagnosis left) {

  /**
   * An issue that could not be repaired. The host is as before, unless the problem is of kind
   * INCONSISTENT.
   */
  public record Failure(Ailment ailment, Problem why) {}

  public Treatment {
    repaired = List.copyOf(repaired);
    failed = List.copyOf(failed);
  }

  /**
   * Repairs the issues of a diagnosis that can be repaired, one after the other, and observes the
   * host again. A repair that fails does not stop the others: issues are independent.
   *
   * @param begins receives each issue before its repair
   */
  public static Treatment of(
      Diagnosis diagnosis,
      ActingMachine machine,
      Author author,
      Consumer<Ailment> begins,
      Progress progress) {
    List<Ailment> repaired = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (Ailment ailment : diagnosis.ailments()) {
      if (ailment.cure() instanceof Cure.Safe(Chore repair)) {
        begins.accept(ailment);
        try {
          repair.perform(machine, author, progress);
          repaired.add(ailment);
        } catch (Problem why) {
          failed.add(new Failure(ailment, why));
        }
      }
    }
    return new Treatment(repaired, failed, Diagnosis.of(Patient.seen(machine)));
  }

  /** Whether a repair failed and could not be undone. */
  public boolean inconsistent() {
    return failed.stream().anyMatch(failure -> failure.why().kind() == Problem.Kind.INCONSISTENT);
  }
}
