package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.xen.guest.Domain;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShutdownOperationTest {
  private static final Path IMAGE = Path.of("/var/lib/gangway/saved/pv1.image");

  private GuideHost host;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void aGuestAtRiskAndASafeGuest() {
    host = new GuideHost().hidden(CARD).given(3, CARD);
    host.guest(5, "pv5").made(5, "{}", "{}");
  }

  @Test
  void onlyGuestsAtRiskAreShutDown() {
    ActingHost machine = host.machine();

    assertThat(perform(machine)).isTrue();

    assertThat(machine.acts()).containsExactly("run xl shutdown 3");
    assertThat(told).containsExactly("shutting down pv1", "down pv1");
  }

  @Test
  void xapiShutsItsGuestsDownItself() {
    host.store().with("/local/domain/3/vm", "/vm/5f2b").with("/xapi/5f2b/private", "");
    policy("shutdown pv1\n");
    ActingHost machine = host.machine();

    assertThat(perform(machine)).isTrue();

    assertThat(machine.acts()).isEmpty();
  }

  @Test
  void aGuestThatKeepsRunningIsReported() {
    assertThat(perform(host.machine().failing(1, Failure.SILENT))).isFalse();
    assertThat(told.getLast()).startsWith("left pv1: it did not shut down");

    assertThat(perform(host.machine().failing(1, Failure.NOT_DONE))).isFalse();
    assertThat(told.getLast()).isEqualTo("left pv1: it failed, as it was ordered");
  }

  @Test
  void aPolicyOverridesTheRisk() {
    policy("ignore pv1\nshutdown pv5\n");
    ActingHost machine = host.machine();

    assertThat(perform(machine)).isTrue();

    assertThat(machine.acts()).containsExactly("run xl shutdown 5");
  }

  @Test
  void aGuestWithPolicySaveIsSavedAndRestoredWithItsDevice() {
    policy("save pv1\n");
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");

    assertThat(perform(machine)).isTrue();

    assertThat(told).contains("saved pv1").doesNotContain("shutting down pv1");
    assertThat(SavedImage.complete(machine, IMAGE)).isTrue();
    assertThat(host.mode("var/lib/gangway/saved")).isEqualTo("rwx------");
    assertThat(host.mode(IMAGE.toString().substring(1))).isEqualTo("rw-------");
    SavedGuests saved = new SavedGuests(machine);
    assertThat(saved.waiting()).containsExactly(IMAGE);

    assertThat(saved.restore(IMAGE, new UnseenProgress()).functions())
        .singleElement()
        .hasToString(CARD);
    assertThat(
            host.store().read("/local/domain/0/backend/pci/%d/0/dev-0".formatted(ActingHost.NEW)))
        .contains(CARD);
    assertThat(saved.waiting()).as("the image is deleted after the restore").isEmpty();
  }

  @Test
  void aGuestThatCannotBeSavedIsShutDown() {
    policy("save pv1\n");

    assertThat(perform(host.machine())).isTrue();

    assertThat(told).containsSubsequence("unsaved pv1", "shutting down pv1", "down pv1");
  }

  /** The host does not wait for a second call of the command. */
  @Test
  void withoutThePoliciesEveryGuestAtRiskIsShutDown() {
    policy("ignore pv1\n");
    ActingHost machine = host.machine().unreadable(Path.of("/etc/gangway/shutdown-policy"));

    assertThat(perform(machine)).isTrue();

    assertThat(told).containsExactly("without policies", "shutting down pv1", "down pv1");
  }

  @Test
  void aGuestWhoseRecordsCannotBeReadIsShutDown() {
    ActingHost machine = host.machine().unreadable(Path.of("/var/lib/gangway/hot-plugs/5"));
    assertThat(perform(machine)).isTrue();
    assertThat(machine.acts()).containsExactly("run xl shutdown 3", "run xl shutdown 5");
  }

  /** The tool may have passed on the request before its time was up. */
  @Test
  void aToolThatDoesNotEndDoesNotStopTheShutdownOfTheOtherGuests() {
    policy("shutdown pv5\n");
    ActingHost counting = host.machine();
    assertThat(perform(counting)).isTrue();
    int first =
        IntStream.rangeClosed(1, counting.calls().size())
            .filter(n -> counting.call(n).contains("run xl shutdown 3"))
            .findFirst()
            .orElseThrow();
    for (CallFault.Moment moment : List.of(CallFault.Moment.BEFORE, CallFault.Moment.AFTER)) {
      aGuestAtRiskAndASafeGuest();
      policy("shutdown pv5\n");
      told.clear();

      boolean all = perform(host.machine().failingCall(first, new CallFault.TimedOut(moment)));

      assertThat(all).isEqualTo(moment == CallFault.Moment.AFTER);
      assertThat(told)
          .contains("unclear pv1", "down pv5")
          .anyMatch(line -> line.startsWith(all ? "down pv1" : "left pv1: it did not shut down"));
    }
  }

  @Test
  void aGuestThatIsRestoredIsNotToldAsFailedIfItsImageStays() {
    policy("save pv1\n");
    perform(host.machine().withModuleSaying(3, "1 0"));
    ActingHost counting = host.machine();
    new SavedGuests(counting).restore(IMAGE, new UnseenProgress());
    int deletion = counting.acts().indexOf("delete " + IMAGE) + 1;
    assertThat(deletion).isPositive();
    aGuestAtRiskAndASafeGuest();
    policy("save pv1\n");
    perform(host.machine().withModuleSaying(3, "1 0"));
    SavedGuests saved = new SavedGuests(host.machine().failing(deletion, Failure.NOT_DONE));

    Problem why =
        catchThrowableOfType(Problem.class, () -> saved.restore(IMAGE, new UnseenProgress()));

    assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(why.blocker())
        .isEqualTo("guest 'pv1' is restored, but its saved state could not be deleted");
    assertThat(why.remedy()).contains("delete '" + IMAGE + "'");
  }

  private void policy(String text) {
    host.put("etc/gangway/shutdown-policy", text);
  }

  private boolean perform(ActingHost machine) {
    return ShutdownOperation.perform(machine, Policy.SHUTDOWN, new Listener());
  }

  private final class Listener implements ShutdownOperation.Audience {
    @Override
    public OperationListener progress() {
      return new UnseenProgress();
    }

    @Override
    public void withoutPolicies(Problem why) {
      told.add("without policies");
    }

    @Override
    public void unclear(Domain guest, Problem why) {
      told.add("unclear " + guest.name());
    }

    @Override
    public void shuttingDown(GuestRisk guest) {
      told.add("shutting down " + guest.domain().name());
    }

    @Override
    public void saved(Domain guest) {
      told.add("saved " + guest.name());
    }

    @Override
    public void unsaved(Domain guest, Problem why) {
      told.add("unsaved " + guest.name());
    }

    @Override
    public void down(Domain guest) {
      told.add("down " + guest.name());
    }

    @Override
    public void left(Domain guest, String why) {
      told.add("left " + guest.name() + ": " + why);
    }
  }
}
