package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static gangway.attack.Interrupted.run;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import java.time.Duration;
import java.util.SortedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest answers nothing: not the handshake of a device, not its agent's questions, not a request
 * to shut down. Every wait ends, the message names the guest, and everything stays as it was.
 */
@Attack(Party.GUEST)
class SilentGuestTest {
  private static final String SHUTDOWN = "/local/domain/3/control/shutdown";

  /** The longest limits one after another: a guest shuts down in five minutes, or is resumed. */
  private static final Duration LIMIT = Duration.ofMinutes(12);

  private static GuideHost host() {
    GuideHost host =
        Interrupted.host()
            .put("srv/vmlinux", "")
            .put("srv/other", "")
            .put(
                "etc/xen/pv1.cfg",
                "name = \"pv1\"\nkernel = \"/srv/vmlinux\"\npci = [ \"%s\" ]\n".formatted(CARD))
            .hidden(CARD)
            .given(3, CARD);
    host.store()
        .with(SHUTDOWN, "")
        .with("/local/domain/3/data/gangway/agent", "1")
        .with("/local/domain/3/data/gangway/pirq/module", "1");
    return host;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "detach pv1 09:00.0",
        "detach --now pv1 09:00.0",
        "save pv1 /srv/pv1.image",
        "save --cold pv1 /srv/pv1.image"
      })
  void everyOperationEndsAndLeavesTheGuestAsItWas(String command) {
    GuideHost host = host();
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().withDeafGuests();

    Run run = assertPlain(run(machine, command.split(" ")));

    assertThat(run.code()).as(run.printed()).isEqualTo(1);
    assertThat(run.err()).contains("pv1");
    assertThat(host.clock().passed()).isLessThan(LIMIT);
    assertThat(new Journal(host.machine()).open()).isEmpty();
    assertThat(host.changesSince(before)).as(run.printed()).isEmpty();
    machine.wakeGuest(3);
    assertThat(host.changesSince(before)).as("when the guest answers again").isEmpty();
  }

  /** The shutdown of the host goes on without the guest. */
  @ParameterizedTest
  @ValueSource(strings = {"", "save pv1\n", "shutdown pv1\n"})
  void theHostDoesNotWaitForEver(String policy) {
    GuideHost host = host().put("etc/gangway/shutdown-policy", policy);

    Run run = assertPlain(run(host.machine().withDeafGuests(), "guard", "shutdown"));

    assertThat(run.code()).as(run.printed()).isEqualTo(1);
    assertThat(run.printed()).contains("pv1");
    assertThat(host.clock().passed()).isLessThan(LIMIT);
  }

  /** The module in the kernel of the guest does not answer either. */
  @ParameterizedTest
  @ValueSource(strings = {"guard ask -- save pv1 /srv/pv1.image", "guard ask -- migrate pv1 there"})
  void theGuardRefusesInTime(String command) {
    GuideHost host = Interrupted.host();
    host.store().with("/local/domain/3/data/gangway/pirq/module", "1");

    Run run = assertPlain(run(host.machine().withDeafGuests(), command.split(" ")));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("guest 'pv1' must not be", "does not answer");
    assertThat(host.clock().passed()).isLessThan(Duration.ofMinutes(1));
  }
}
