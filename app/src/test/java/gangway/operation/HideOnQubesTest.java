package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.DracutImages;
import gangway.host.GuideHost;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The initramfs of Qubes OS hides functions by a hook and a parameter of its own. */
class HideOnQubesTest {
  private static final String SOUND = "0000:00:1b.0";

  private final GuideHost host =
      DracutImages.install(new GuideHost())
          .put("usr/lib/dracut/modules.d/90qubes-pciback/module-setup.sh", "")
          .put("proc/net/route", "Iface\tDestination\tGateway\n")
          .function(SOUND, "8086:293e", "40300", "");
  private final BootOperator operator = new BootOperator(host);

  @Test
  void anotherPlaceThanTheParameterOfQubesIsRefused() {
    SortedMap<String, String> before = host.everything();

    Problem problem = operator.refused(hide(LASTING, SOUND));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains("which Gangway does not change");
    assertThat(problem.remedy()).contains("gangway boot-config ADDRESS...");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aNetworkDeviceIsHiddenWithoutAnySetting() {
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    SortedMap<String, String> before = host.everything();

    operator.perform(hide(LASTING, CARD));

    assertThat(host.changesSince(before)).isEmpty();
  }
}
