package gangway.migration;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a guest is not written where another user can put a link in place of the file. */
@Attack(Party.LOCAL_USER)
class ImagePlaceTest {
  private static final ImagePlace PLACE = new ImagePlace(Path.of("/srv/pv1.image"));

  private GuideHost host;

  @BeforeEach
  void aGuestWithADevice() {
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("srv/other", "")
            .put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\n")
            .hidden(CARD)
            .given(3, CARD);
  }

  /** Also in a sticky folder, such as /tmp, every user can create the link. */
  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwt"})
  void aFolderThatOtherUsersCanWriteToIsRefused(String mode) {
    host.mode("srv", mode);
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");

    for (Supplier<GuestSave> save :
        List.<Supplier<GuestSave>>of(
            () -> GuestSave.of(machine, "pv1", PLACE),
            () -> GuestSave.cold(machine, "pv1", PLACE))) {
      Problem refusal = catchThrowableOfType(Problem.class, save::get);

      assertThat(refusal.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(refusal.blocker())
          .startsWith("users other than root can change or replace '/srv/pv1.image'");
      assertThat(refusal.evidence()).containsExactly("/srv has mode " + mode);
      assertThat(machine.acts()).isEmpty();
    }
  }
}
