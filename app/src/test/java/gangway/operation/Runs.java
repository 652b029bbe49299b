package gangway.operation;

import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.journal.Author;
import gangway.journal.Authors;
import gangway.journal.Journal;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import gangway.machine.WritableMachine;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Progress;
import gangway.request.Request;
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

  /** A request with its plan, for a host as it is now. */
  public static PreparedRequest rehearsed(GuideHost host, Request request) {
    HostSnapshot observed = host.observed();
    return PreparedRequest.of(observed, Verdict.of(observed, request, List.of()));
  }

  /** Performs a request; whether its process was killed. */
  static boolean killed(PreparedRequest prepared, ActingHost machine) {
    try {
      perform(prepared, machine, new RecordedProgress());
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  /** Recovers all interrupted operations by a machine that shows a host. */
  static List<Outcome> recovered(GuideHost host, ActingHost machine) {
    Recovery recovery =
        new Recovery(machine, Author.present(host.machine()), new RecordedProgress());
    return new Journal(machine).interrupted().stream().map(recovery::recover).toList();
  }
}
