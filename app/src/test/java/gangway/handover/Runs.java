package gangway.handover;

import gangway.check.Finding;
import gangway.journal.Authors;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import java.util.List;
import java.util.Set;

/** Operations of a test. */
final class Runs {
  private Runs() {}

  static List<Finding> perform(Rehearsal rehearsal, ActingMachine machine, Progress progress) {
    RunWriter run = RunWriter.begin(machine, Authors.ROOT, List.of("test"), Set.of());
    return rehearsal.perform(machine, run, progress);
  }
}
