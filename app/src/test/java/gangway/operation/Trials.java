package gangway.operation;

import gangway.check.Acceptance;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.TrialHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Hosts on which a trial boot was begun. */
public final class Trials {
  private Trials() {}

  /** Requests a trial; what it costs dom0 is accepted for the management NIC. */
  static SettingOperation.Planned start(ActingHost machine, String... functions) {
    List<Acceptance> accepted =
        Stream.of("NETWORK-DEFAULT-ROUTE", "NETWORK-LAST")
            .map(code -> new Acceptance(code, Optional.of(GuideHost.address(GuideHost.MANAGEMENT))))
            .toList();
    return new SettingOperation(
            new TrialStart(Stream.of(functions).map(GuideHost::address).toList(), accepted),
            Optional.empty())
        .perform(by(machine));
  }

  /** An operation of this process. */
  static Submission by(ActingHost machine) {
    return Submission.of(machine, List.of("test"), new UnseenProgress());
  }

  /** The next boot of a host hides functions on trial. */
  public static GuideHost chosen(GuideHost host, String... functions) {
    ActingHost machine = TrialHost.install(host).machine();
    new SettingOperation(
            new TrialStart(Stream.of(functions).map(GuideHost::address).toList(), List.of()),
            Optional.empty())
        .perform(Scene.former(machine));
    return host;
  }

  /** This boot of a host hides functions on trial. */
  public static GuideHost running(GuideHost host, String... functions) {
    return TrialHost.boot(chosen(host, functions));
  }

  /** The trial of a host was not confirmed. */
  public static GuideHost ended(GuideHost host, String... functions) {
    ActingHost machine = running(host, functions).machine();
    Duration before = host.clock().passed();
    new TrialWatch(Scene.former(machine), Optional.empty(), new Unheard()).follow();
    if (host.clock().passed().equals(before)) {
      throw new IllegalStateException("the trial did not last");
    }
    return host;
  }
}
