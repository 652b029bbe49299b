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
 * What became of the ailments that can be mended safely.
 *
 * @param mended those that were mended, each seen to be
 * @param failed those that could not be
 * @param left what ails the host now
 */
public record Treatment(List<Ailment> mended, List<Failure> failed, Diagnosis left) {

  /** An ailment that could not be mended; it is as it was, unless the problem says otherwise. */
  public record Failure(Ailment ailment, Problem why) {}

  public Treatment {
    mended = List.copyOf(mended);
    failed = List.copyOf(failed);
  }

  /**
   * Mends what a diagnosis tells that can be mended, one ailment after the other, and observes the
   * host anew. One that fails keeps no other from being mended: they have nothing to do with one
   * another.
   *
   * @param begins is told of each ailment before it is mended
   */
  public static Treatment of(
      Diagnosis diagnosis,
      ActingMachine machine,
      Author author,
      Consumer<Ailment> begins,
      Progress progress) {
    List<Ailment> mended = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (Ailment ailment : diagnosis.ailments()) {
      if (ailment.cure() instanceof Cure.Safe(Chore mending)) {
        begins.accept(ailment);
        try {
          mending.perform(machine, author, progress);
          mended.add(ailment);
        } catch (Problem why) {
          failed.add(new Failure(ailment, why));
        }
      }
    }
    return new Treatment(mended, failed, Diagnosis.of(Patient.seen(machine)));
  }

  /** Whether something could not be mended and is not as it was either. */
  public boolean inconsistent() {
    return failed.stream().anyMatch(failure -> failure.why().kind() == Problem.Kind.INCONSISTENT);
  }
}
