package gangway.passthrough;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.machine.FolderMachine;
import gangway.machine.Limit;
import gangway.machine.Limits;
import gangway.machine.WritableMachine;
import gangway.plan.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions about a guest that is defined, started or shut down. */
class GuestConditionTest {
  private static final String BOOT = "2f0d";
  private static final Path FILE = Path.of("/etc/xen/pv1.cfg");
  private static final Condition WITH_CARD =
      new GuestCondition.GuestStarted("pv1", List.of(address(CARD)));

  private GuideHost host;
  private Duration begun = Duration.ZERO;

  @BeforeEach
  void host() {
    host = new GuideHost().put("proc/sys/kernel/random/boot_id", BOOT + "\n");
    begun = host.clock().passed();
  }

  @Test
  void aGuestIsDefinedIfItsFileExists() {
    assertThat(isMet(new GuestCondition.DefinitionExists(FILE))).isTrue();
    host.without("etc/xen/pv1.cfg");
    assertThat(isMet(new GuestCondition.DefinitionExists(FILE))).isFalse();
  }

  @Test
  void aGuestHasStartedOnceItSeesEachFunction() {
    Condition withBoth =
        new GuestCondition.GuestStarted("pv1", List.of(address(CARD), address(TWIN)));
    assertThat(isMet(new GuestCondition.GuestStarted("pv1", List.of()))).isTrue();
    assertThat(isMet(WITH_CARD)).isFalse();
    host.hidden(CARD, TWIN).given(3, CARD);
    assertThat(isMet(WITH_CARD)).isTrue();
    assertThat(WITH_CARD.awaitMet(host.machine())).isTrue();
    assertThat(isMet(withBoth)).isFalse();
    host.given(3, TWIN);
    assertThat(isMet(withBoth)).isTrue();
  }

  /** An xl that was killed leaves a domain with the name, and libxl has no record of it yet. */
  @Test
  void aGuestThatWasNotCreatedCompletelyHasNotStarted() {
    Condition started = new GuestCondition.GuestStarted("pv1", List.of());
    host.put("var/lib/xen/userdata-d.3.uuid-3.libxl-json", "{}");
    assertThat(isMet(started)).isTrue();
    assertThat(started.awaitMet(host.machine())).isTrue();
    host.without("var/lib/xen/userdata-d.3.uuid-3.libxl-json").put("var/lib/xen/other", "");
    assertThat(isMet(started)).isFalse();
    assertThat(started.awaitMet(host.machine())).isFalse();
  }

  @Test
  void aFunctionIsOfNoGuestUntilXenStoreRecordsIt() {
    Condition unused = new FunctionCondition.OfNoGuest(address(CARD));
    assertThat(isMet(unused)).isTrue();
    host.hidden(CARD).given(3, CARD);
    assertThat(isMet(unused)).isFalse();
  }

  @Test
  void aFunctionThatDoesNotArriveIsNotSeen() {
    host.hidden(CARD).given(3, CARD).store().with("/local/domain/0/backend/pci/3/0/state", "3");
    assertThat(isMet(WITH_CARD)).isFalse();
  }

  @Test
  void aGuestMayTakeItsTimeToStart() {
    host.hidden(CARD).clock().after(Duration.ofMinutes(4), () -> host.given(3, CARD));
    assertThat(WITH_CARD.awaitMet(host.machine())).isTrue();
    assertThat(passed()).isBetween(Duration.ofMinutes(4), Limit.GUEST_START.standard());
  }

  @Test
  void aGuestThatDoesNotStartIsAwaitedForItsTime() {
    assertThat(WITH_CARD.awaitMet(host.machine())).isFalse();
    assertThat(passed())
        .isBetween(Limit.GUEST_START.standard(), Limit.GUEST_START.standard().plusSeconds(2));
  }

  @Test
  void theStartOfAGuestThatIsGoneIsNotAwaited() {
    host.store().without("/local/domain/3");
    assertThat(isMet(WITH_CARD)).isFalse();
    assertThat(WITH_CARD.awaitMet(host.machine())).isFalse();
    assertThat(passed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aDomainMayTakeItsTimeToShutDown() {
    host.clock().after(Duration.ofMinutes(4), () -> host.store().without("/local/domain/3"));
    assertThat(new GuestCondition.DomainShutDown(3, BOOT).awaitMet(host.machine())).isTrue();
    assertThat(passed()).isBetween(Duration.ofMinutes(4), Limit.GUEST_SHUTDOWN.standard());
  }

  @Test
  void theAdministratorDecidesHowLongAGuestIsAwaited() {
    WritableMachine machine =
        host.machine()
            .withLimits(
                new Limits(
                    Map.of(
                        Limit.GUEST_START, Duration.ofMinutes(20),
                        Limit.GUEST_SHUTDOWN, Duration.ofMinutes(10))));
    assertThat(WITH_CARD.awaitMet(machine.markedWith("20261129-1"))).isFalse();
    assertThat(passed()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));

    assertThat(new GuestCondition.DomainShutDown(3, BOOT).awaitMet(machine)).isFalse();
    assertThat(passed()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(32));
  }

  private Duration passed() {
    return host.clock().passed().minus(begun);
  }

  @Test
  void aDomainHasShutDownOnceXenStoreAndXenLackIt() {
    Condition down = new GuestCondition.DomainShutDown(3, BOOT);
    assertThat(isMet(down)).isFalse();
    assertThat(down.awaitMet(host.machine())).isFalse();
    assertThat(isMet(new GuestCondition.DomainShutDown(3, "an earlier boot"))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(isMet(down)).isTrue();
    assertThat(down.awaitMet(host.machine())).isTrue();
    host.answer("xl list", "Domain-0  0  2048  4  r----- 9.9\n(null)  3  0  1  --ps-d  12.0\n");
    assertThat(isMet(down)).as("Xen still has it").isFalse();
    assertThat(down.awaitMet(host.machine())).isFalse();
  }

  @Test
  void withoutXenStoreNothingOfAGuestIsKnown(@TempDir Path empty) {
    FolderMachine silent = new FolderMachine(empty);
    assertThat(WITH_CARD.isMet(silent)).isFalse();
    assertThat(WITH_CARD.awaitMet(silent)).isFalse();
    assertThat(new GuestCondition.DomainShutDown(3, BOOT).awaitMet(silent)).isFalse();
  }

  @Test
  void onlyADefinitionOutlivesAReboot() {
    assertThat(new GuestCondition.DefinitionExists(FILE).survivesReboot()).isTrue();
    assertThat(WITH_CARD.survivesReboot()).isFalse();
    assertThat(new GuestCondition.DomainShutDown(3, BOOT).survivesReboot()).isFalse();
  }

  private boolean isMet(Condition condition) {
    return condition.isMet(host.machine());
  }
}
