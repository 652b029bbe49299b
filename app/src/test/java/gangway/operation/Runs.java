package gangway.operation;

import gangway.check.Finding;
import gangway.journal.Authors;
import gangway.journal.OperationWriter;
import gangway.machine.WritableMachine;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Progress;
import java.util.List;
import java.util.Set;

/** Operations of a test. */
public final class Runs {
  private Runs() {}

  public static List<Finding> perform(
      PreparedRequest prepared, WritableMachine machine, Progress progress) {
    OperationWriter run = OperationWriter.begin(machine, Authors.ROOT, List.of("test"), Set.of());
    return new RequestPerformer(run, progress).perform(prepared);
  }
}
