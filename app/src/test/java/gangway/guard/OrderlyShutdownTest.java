package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.toolstack.Domain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderlyShutdownTest {
  private GuideHost host;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void aGuestAtRiskAndOneThatIsNot(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).hidden(CARD).given(3, CARD);
    host.guest(5, "pv5").made(5, "{}", "{}");
  }

  @Test
  void thoseAtRiskAreShutDownAndNobodyElse() {
    ActingHost machine = host.machine();

    OrderlyShutdown shutdown = perform(machine);

    assertThat(machine.acts()).containsExactly("run xl shutdown 3");
    assertThat(told).containsExactly("pv1");
    assertThat(shutdown.down()).extracting(Domain::name).containsExactly("pv1");
    assertThat(shutdown.left()).isEmpty();
  }

  @Test
  void oneThatStaysIsNamed() {
    OrderlyShutdown deaf = perform(host.machine().failing(1, Failure.SILENT));
    assertThat(deaf.down()).isEmpty();
    assertThat(deaf.left().toString()).contains("pv1", "does not shut itself down");

    OrderlyShutdown refused = perform(host.machine().failing(1, Failure.NOT_DONE));
    assertThat(refused.left().values()).containsExactly("it failed, as it was ordered");
  }

  private OrderlyShutdown perform(ActingHost machine) {
    return OrderlyShutdown.perform(machine, guest -> told.add(guest.domain().name()));
  }
}
