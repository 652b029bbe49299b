package gangway.handover;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.machine.FolderMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions about a guest that is defined, started or shut down. */
class StartStateTest {
  private static final String BOOT = "2f0d";
  private static final Path FILE = Path.of("/etc/xen/pv1.cfg");
  private static final State WITH_CARD = new StartState.Started("pv1", List.of(address(CARD)));

  private GuideHost host;
  private Duration begun = Duration.ZERO;

  @BeforeEach
  void host() {
    host = new GuideHost().put("proc/sys/kernel/random/boot_id", BOOT + "\n");
    begun = host.clock().passed();
  }

  @Test
  void aGuestIsDefinedIfItsFileExists() {
    assertThat(holds(new StartState.Defined(FILE))).isTrue();
    host.without("etc/xen/pv1.cfg");
    assertThat(holds(new StartState.Defined(FILE))).isFalse();
  }

  @Test
  void aGuestHasStartedOnceItSeesEachFunction() {
    State withBoth = new StartState.Started("pv1", List.of(address(CARD), address(TWIN)));
    assertThat(holds(new StartState.Started("pv1", List.of()))).isTrue();
    assertThat(holds(WITH_CARD)).isFalse();
    host.hidden(CARD, TWIN).given(3, CARD);
    assertThat(holds(WITH_CARD)).isTrue();
    assertThat(WITH_CARD.comes(host.machine())).isTrue();
    assertThat(holds(withBoth)).isFalse();
    host.given(3, TWIN);
    assertThat(holds(withBoth)).isTrue();
  }

  @Test
  void aFunctionThatDoesNotArriveIsNotSeen() {
    host.hidden(CARD).given(3, CARD).store().with("/local/domain/0/backend/pci/3/0/state", "3");
    assertThat(holds(WITH_CARD)).isFalse();
  }

  @Test
  void aGuestMayTakeItsTimeToStart() {
    host.hidden(CARD).clock().after(Duration.ofMinutes(4), () -> host.given(3, CARD));
    assertThat(WITH_CARD.comes(host.machine())).isTrue();
    assertThat(passed()).isBetween(Duration.ofMinutes(4), StartState.LIMIT);
  }

  @Test
  void aGuestThatDoesNotStartIsAwaitedForItsTime() {
    assertThat(WITH_CARD.comes(host.machine())).isFalse();
    assertThat(passed()).isBetween(StartState.LIMIT, StartState.LIMIT.plusSeconds(2));
  }

  @Test
  void theStartOfAGuestThatIsGoneIsNotAwaited() {
    host.store().without("/local/domain/3");
    assertThat(holds(WITH_CARD)).isFalse();
    assertThat(WITH_CARD.comes(host.machine())).isFalse();
    assertThat(passed()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aDomainMayTakeItsTimeToShutDown() {
    host.clock().after(Duration.ofMinutes(4), () -> host.store().without("/local/domain/3"));
    assertThat(new StartState.ShutDown(3, BOOT).comes(host.machine())).isTrue();
    assertThat(passed()).isBetween(Duration.ofMinutes(4), StartState.LIMIT);
  }

  private Duration passed() {
    return host.clock().passed().minus(begun);
  }

  @Test
  void aDomainHasShutDownOnceXenStoreAndXenLackIt() {
    State down = new StartState.ShutDown(3, BOOT);
    assertThat(holds(down)).isFalse();
    assertThat(down.comes(host.machine())).isFalse();
    assertThat(holds(new StartState.ShutDown(3, "an earlier boot"))).isTrue();
    host.store().without("/local/domain/3");
    assertThat(holds(down)).isTrue();
    assertThat(down.comes(host.machine())).isTrue();
    host.answer("xl list", "Domain-0  0  2048  4  r----- 9.9\n(null)  3  0  1  --ps-d  12.0\n");
    assertThat(holds(down)).as("Xen still has it").isFalse();
    assertThat(down.comes(host.machine())).isFalse();
  }

  @Test
  void withoutXenStoreNothingOfAGuestIsKnown(@TempDir Path empty) {
    FolderMachine silent = new FolderMachine(empty);
    assertThat(WITH_CARD.holds(silent)).isFalse();
    assertThat(WITH_CARD.comes(silent)).isFalse();
    assertThat(new StartState.ShutDown(3, BOOT).comes(silent)).isFalse();
  }

  @Test
  void onlyADefinitionOutlivesAReboot() {
    assertThat(new StartState.Defined(FILE).survivesReboot()).isTrue();
    assertThat(WITH_CARD.survivesReboot()).isFalse();
    assertThat(new StartState.ShutDown(3, BOOT).survivesReboot()).isFalse();
  }

  private boolean holds(State state) {
    return state.holds(host.machine());
  }
}
