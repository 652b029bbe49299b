package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.migration.TwoHosts.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.DomainStart;
import gangway.plan.Condition;
import org.junit.jupiter.api.Test;

/** xl waits on the other host for its lock when the connection to it is lost. */
class WaitingCreateTest {
  private static final DomainStart START =
      new DomainStart("pv1", "0b2b07a4-3f55-4a56-8d4c-9a4d2d0f6c11", 3, "2f0d");

  private final TwoHosts two =
      ColdGuests.hosts("name = \"pv1\"\nbootloader='pygrub'\npci = [ \"%s\" ]\n".formatted(CARD));

  @Test
  void whileXlCanStillStartTheGuestThereNothingIsUndone() {
    Condition lacksStart = new RemoteCondition.HostLacksStart(THERE.ssh(), START);
    two.there().put("proc/4711/cmdline", "xl\0create\0/etc/xen/pv1.cfg\0");
    ActingHost machine = two.machine();

    assertThat(lacksStart.isMet(machine)).isFalse();
    Problem why =
        catchThrowableOfType(
            Problem.class, () -> new DestroyUnfinishedOnHost(THERE.ssh(), START).perform(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.lines())
        .containsExactly(
            "a process may still start guest pv1", "process 4711: xl create /etc/xen/pv1.cfg");
    assertThat(machine.acts()).isEmpty();
    two.there().without("proc/4711");
    assertThat(lacksStart.isMet(two.machine())).isTrue();
  }
}
