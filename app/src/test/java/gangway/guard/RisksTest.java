package gangway.guard;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RisksTest {
  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
  }

  @Test
  void aGuestWithAFunctionIsAtRisk() {
    host.hidden(CARD).given(3, CARD);
    assertThat(risk()).isEqualTo(new Risk.Has(List.of(GuideHost.address(CARD))));
    assertThat(risk().present()).isTrue();
  }

  @Test
  void aGuestThatHadAFunctionIsAtRiskUntilItIsRestarted() {
    host.made(3, "{}", "{}");
    host.put("var/lib/gangway/hot-plugs/3", "boot=2f0d\nuuid=uuid-3\nhot-plugs=2\n");
    assertThat(risk()).isInstanceOf(Risk.Had.class);
    host.put("var/lib/gangway/hot-plugs/3", "boot=2f0d\nuuid=of-another\nhot-plugs=2\n");
    assertThat(risk()).isInstanceOf(Risk.None.class);
  }

  @Test
  void aGuestCreatedWithHotPlugIsAtRisk() {
    host.made(3, "{ \"passthrough\": \"enabled\" }", "{}");
    assertThat(risk()).isInstanceOf(Risk.Unknown.class);
    assertThat(risk().present()).isTrue();
    host.made(3, "{ \"passthrough\": \"disabled\" }", "{ \"e820_host\": \"True\" }");
    assertThat(risk().present()).isFalse();
  }

  @Attack(Party.GUEST)
  @Test
  void aGuestOfUnknownHistoryIsAtRisk() {
    host.without("var/lib/xen");
    assertThat(risk()).isInstanceOf(Risk.Unknown.class);
  }

  @Test
  void aGuestWhoseRecordsCannotBeReadIsAtRisk() {
    host.made(3, "{}", "{}");
    assertThat(risk()).isInstanceOf(Risk.None.class);
    assertThat(
            Risks.read(host.machine().unreadable(Path.of("/var/lib/gangway/hot-plugs/3")))
                .getFirst()
                .risk())
        .hasToString(
            "may have had a device since its boot: /var/lib/gangway/hot-plugs/3 cannot be read:"
                + " Input/output error");
  }

  @Test
  void guestsThatAreNotRunningAreNotListed() {
    assertThat(Risks.read(host.machine()))
        .extracting(guest -> guest.domain().name())
        .containsExactly("pv1");
  }

  private Risk risk() {
    return Risks.read(host.machine()).getFirst().risk();
  }
}
