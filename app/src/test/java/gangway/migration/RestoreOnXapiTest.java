package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static gangway.migration.Chores.perform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** On a host whose guests xapi manages, no saved guest is restored: xapi would not know it. */
class RestoreOnXapiTest {
  private static final Path IMAGE = Path.of("/srv/pv1.image");

  private final GuideHost host = withSavedGuest();

  private static GuideHost withSavedGuest() {
    GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("srv/other", "")
            .hidden(CARD)
            .given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");
    perform(machine, GuestSave.of(machine, "pv1", new ImagePlace(IMAGE)).plan());
    return host;
  }

  @Test
  void withoutXapiTheGuestIsRestored() {
    assertThat(GuestRestore.of(host.machine(), IMAGE, Map.of()).functions())
        .containsExactly(GuideHost.address(CARD));
  }

  @Test
  void withXapiTheRestoreIsRefusedAndNothingChanges() {
    host.put("etc/xensource-inventory", "PRODUCT_BRAND='XCP-ng'\n");
    SortedMap<String, String> before = host.everything();

    Problem problem =
        catchThrowableOfType(Problem.class, () -> GuestRestore.of(host.machine(), IMAGE, Map.of()));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker())
        .isEqualTo(
            "xapi manages the guests of this host, and does not know a guest that xl or libvirt"
                + " restores");
    assertThat(problem.remedy()).isEqualTo("restore the guest on the host on which it was saved");
    assertThat(host.changesSince(before)).isEmpty();
  }
}
