package gangway.migration;

import gangway.host.ActingHost;
import gangway.journal.Author;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.operation.Recovery;
import gangway.operation.Submission;
import gangway.operation.UnseenProgress;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Performs plans about guest pv1, and recovers interrupted ones in another process. */
final class Chores {
  private Chores() {}

  static void perform(ActingHost machine, Plan plan) {
    List<String> words = List.of("test");
    new Submission(machine, Authors.ROOT, words, new UnseenProgress())
        .perform(
            new MaintenancePlan(
                words, Set.of(new Claim.OfGuest("pv1"), new Claim.OfState("pv1")), plan));
  }

  static List<Outcome> recover(ActingHost machine) {
    Author other =
        new Author("root", Optional.empty(), 4712, "91234", Author.boot(machine), Optional.empty());
    Recovery recovery = new Recovery(machine, other, new UnseenProgress());
    List<Operation> interrupted = new Journal(machine).interrupted();
    return interrupted.stream().map(recovery::recover).toList();
  }
}
