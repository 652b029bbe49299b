package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.DracutImages;
import gangway.host.GuideHost;
import gangway.host.Owner;
import gangway.host.TrialHost;
import gangway.machine.Limit;
import gangway.machine.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trial boots: every call fails once. */
class EveryCallOfTrialsFailsOnceTest extends EveryCallFailsOnce {
  /** No operation that is all or nothing: the function must go back to dom0. */
  static final String WATCH = "confirm --watch";

  private static final TrialStart START =
      new TrialStart(List.of(GuideHost.address(CARD)), List.of());

  @Override
  Stream<Story> stories() {
    return Stream.of(
        setting("hide --boot --trial", START),
        setting("hide --boot --trial with dracut", START).with(DracutImages::install),
        setting("confirm --cancel", new TrialCancellation()).after(scene -> submit(scene, START)),
        Story.of(
                "confirm",
                by -> Story.told(performed(TrialConfirmation.of(by.machine(), List.of()), by)))
            .with(TrialHost::install)
            .after(scene -> submit(scene, START))
            .after(scene -> TrialHost.boot(scene.here())),
        setting("confirm --cancel in the trial", new TrialCancellation())
            .after(scene -> submit(scene, START))
            .after(scene -> TrialHost.boot(scene.here())));
  }

  private static Story setting(String name, SettingChange change) {
    return Story.of(name, by -> Story.told(performed(change, by))).with(TrialHost::install);
  }

  private static SettingOperation.Planned performed(SettingChange change, Submission by) {
    return new SettingOperation(change, Optional.empty()).perform(by);
  }

  private static void submit(Scene scene, SettingChange change) {
    performed(change, Scene.former(scene.machine()));
  }

  /** systemd starts the unit again when it fails. */
  @Test
  void whicheverCallOfTheWatchFailsDom0GetsTheFunctionBack() {
    ActingHost whole = trial().machine();
    watch(whole);
    List<String> wrong = new ArrayList<>();
    for (int n = 1; n <= whole.calls().size(); n++) {
      for (CallFault how : CallFault.all()) {
        if (how.calls().contains(whole.calls().get(n - 1))) {
          GuideHost host = trial();
          ActingHost machine = host.machine().failingCall(n, how);
          if (!ended(machine)) {
            // another process, in which nothing fails
            watch(host.machine());
          }
          if (!new BootOperator(host).function(CARD).owner().equals(new Owner.Dom0("e1000e"))) {
            wrong.add("%s at %d, %s".formatted(how, n, machine.call(n)));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static GuideHost trial() {
    GuideHost host = TrialHost.install(new GuideHost());
    performed(START, Scene.former(host.machine()));
    return TrialHost.boot(host);
  }

  /** A process that a failure may end. */
  private static boolean ended(ActingHost machine) {
    try {
      watch(Scene.former(machine), machine);
      return true;
    } catch (RuntimeException | Error failed) {
      return false;
    }
  }

  private static void watch(ActingHost machine) {
    watch(Submission.of(machine, List.of("test"), new UnseenProgress()), machine);
  }

  private static void watch(Submission by, ActingHost machine) {
    Submission hurried =
        new Submission(
            machine.withLimits(new Limits(Map.of(Limit.TRIAL_BOOT, Duration.ofMinutes(1)))),
            by.author(),
            by.words(),
            by.listener());
    new TrialWatch(hurried, Optional.empty(), new Unheard()).follow();
  }
}
