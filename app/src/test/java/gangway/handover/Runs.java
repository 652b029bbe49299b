package gangway.handover;

import gangway.check.Finding;
import gangway.journal.Author;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs of a test. */
final class Runs {
  /** A process that is not there any more when somebody asks for it. */
  static final Author AUTHOR = new Author("root", Optional.empty(), 4711, "81234", "2f0d");

  private Runs() {}

  static List<Finding> perform(Rehearsal rehearsal, ActingMachine machine, Progress progress) {
    RunWriter run = RunWriter.begin(machine, AUTHOR, List.of("test"), Set.of());
    return rehearsal.perform(machine, run, progress);
  }
}
