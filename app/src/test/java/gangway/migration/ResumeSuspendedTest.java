package gangway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import org.junit.jupiter.api.Test;

/** The undo of a killed save resumes the guest if the guest is suspended. */
class ResumeSuspendedTest {
  private static final String RESUME = "run xl save -c 3 /dev/null";

  private final GuideHost host =
      new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n").guest(5, "pv5");

  @Test
  void onlyASuspendedDomainIsResumed() {
    host.suspended().add("5");
    ActingHost machine = resume("2f0d");
    assertThat(machine.acts()).isEmpty();

    host.suspended().add("3");
    assertThat(resume("an earlier boot").acts()).isEmpty();
    assertThat(resume("2f0d").acts()).containsExactly(RESUME);
    assertThat(host.suspended()).containsExactly("5");
  }

  /** In the list of all domains, the name of domain 5 is a line about domain 3. */
  @Attack(Party.GUEST)
  @Test
  void theNameOfAnotherGuestDoesNotChangeTheState() {
    host.store().with("/local/domain/5/name", "pv5\npv1 3   256     1     -b----       1.9");
    host.suspended().add("3");
    assertThat(new SavedGuestCondition.DomainNotPaused(3, "2f0d").isMet(host.machine())).isFalse();
    assertThat(resume("2f0d").acts()).containsExactly(RESUME);

    host.store().with("/local/domain/5/name", "pv5\npv1 3   256     1     ---ss-       1.9");
    assertThat(resume("2f0d").acts()).isEmpty();
    assertThat(new SavedGuestCondition.DomainNotPaused(3, "2f0d").isMet(host.machine())).isTrue();
  }

  private ActingHost resume(String boot) {
    ActingHost machine = host.machine();
    new ResumeSuspended(3, boot).perform(machine);
    return machine;
  }
}
