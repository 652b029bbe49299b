package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.boot.FileEdit;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.MaintenancePlan;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is written, and nothing is stored for an undo, where another user can write. */
@Attack(Party.LOCAL_USER)
class PlacesOfOthersTest {
  private static final Path FILE = Path.of("/srv/file");

  private GuideHost host;

  @BeforeEach
  void aFolderThatEveryUserCanWriteTo() {
    host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n").put("srv/file", "");
    host.mode("srv", "rwxrwxrwx");
  }

  @Test
  void aDefinitionThatIsLinkedFromSuchAFolderIsNotEdited() {
    String definition = "name = 'pv1'\nbootloader = 'pygrub'\npci = [ '%s' ]\n".formatted(CARD);
    host.without("etc/xen/pv1.cfg")
        .put("srv/pv1.cfg", definition)
        .link("etc/xen/auto/pv1.cfg", "/srv/pv1.cfg")
        .hidden(CARD);
    Request detach = detach(LASTING, "pv1", CARD);

    Problem refusal =
        refused(() ->
            new RequestOperation(_ -> RequestDraft.of(detach)).perform(submission(host.machine())));

    assertThat(refusal.blocker()).contains("'/srv/pv1.cfg'");
    assertThat(refusal.evidence()).containsExactly("/srv has mode rwxrwxrwx");
    assertThat(host.text("srv/pv1.cfg")).isEqualTo(definition);
    assertNothingIsDone(host.machine());
  }

  @Test
  void everyWayToWriteIsRefusedAlsoInTheStepsOfTheCompletion() {
    FileEdit edit = new FileEdit(FILE, Optional.of(""), Optional.of("x"));
    List<Action> acts =
        List.of(
            new Action.ReplaceFile(edit),
            new Action.Create(Path.of("/srv/new"), "", 0600),
            new Action.Move(Path.of("/etc/fstab"), Path.of("/srv/fstab")),
            new Action.Move(FILE, Path.of("/etc/new")),
            new Action.DeleteFile(FILE));
    for (Action act : acts) {
      Step step =
          Step.lasting("write there", List.of(act), new Condition.Absent(Path.of("/srv/x")));
      Plan plan = new Plan(List.of(), List.of(step));
      ActingHost machine = host.machine();

      refused(() -> submission(machine).perform(chore(plan)));

      assertNothingIsDone(machine);
    }
  }

  /** A program that runs as root has its own rules. */
  @Test
  void aPlanThatWritesElsewhereIsPerformed() {
    Step step =
        Step.lasting(
            "write elsewhere",
            List.of(new Action.Create(Path.of("/etc/new"), "", 0600)),
            new Condition.FileIs(Path.of("/etc/new"), Optional.of("")));
    submission(host.machine()).perform(chore(new Plan(List.of(step))));
    assertThat(host.exists("etc/new")).isTrue();
  }

  private static MaintenancePlan chore(Plan plan) {
    return new MaintenancePlan(List.of("test"), Set.of(new Claim.OfGuest("pv1")), plan);
  }

  private static Submission submission(ActingHost machine) {
    return Submission.of(machine, List.of("test"), new UnseenProgress());
  }

  private static Problem refused(Runnable operation) {
    Problem problem = catchThrowableOfType(Problem.class, operation::run);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    return problem;
  }

  private static void assertNothingIsDone(ActingHost machine) {
    assertThat(machine.acts()).isEmpty();
    assertThat(new Journal(machine).open()).isEmpty();
    assertThat(new Journal(machine).closed()).isEmpty();
  }
}
