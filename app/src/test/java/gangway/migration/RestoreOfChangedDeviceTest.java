package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.migration.Chores.perform;
import static gangway.pci.identity.Identities.recorded;
import static gangway.pci.identity.Identities.serial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.pci.Examples;
import gangway.pci.identity.Identities;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A saved guest gets no other device than the acknowledged one: that is checked before it runs. */
class RestoreOfChangedDeviceTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");

  private GuideHost host;

  @BeforeEach
  void aSavedGuest() {
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("srv/other", "")
            .config(CARD, Examples.configBytes("82574l.txt"))
            .hidden(CARD)
            .given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");
    perform(machine, GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)).plan());
  }

  @Test
  void theAcknowledgedDeviceIsRestored() {
    recorded(host, CARD, Identities.of(host, CARD));
    assertThat(GuestRestore.of(host.machine(), IMAGE, Map.of()).functions()).hasSize(1);
  }

  /** It has the same ids, so the note beside the image does not tell the cards apart. */
  @Test
  void anEqualCardWithAnotherSerialNumberIsRefused() {
    recorded(host, CARD, serial(Identities.of(host, CARD), "00-1b-21-ff-ff-20-c4-a6"));
    Problem problem = refused();
    assertThat(problem.blocker()).startsWith(CARD + " is another device");
    assertThat(problem.remedy()).contains("gangway hardware --acknowledge " + CARD);
    assertThat(problem.evidence())
        .contains("device serial number: 00-1b-21-ff-ff-20-c4-a5, not 00-1b-21-ff-ff-20-c4-a6");
  }

  @Test
  void withARecordThatCannotBeReadNothingIsRestored() {
    host.put("var/lib/gangway/hardware.json", "{");
    assertThat(refused().blocker()).contains("the record of the acknowledged devices");
  }

  private Problem refused() {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> GuestRestore.of(host.machine(), IMAGE, Map.of()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    return problem;
  }
}
