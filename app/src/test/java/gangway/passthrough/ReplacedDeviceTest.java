package gangway.passthrough;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Checks;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.plan.Step;
import gangway.request.Request;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address that has another device than the device that Gangway hid there. */
class ReplacedDeviceTest {
  private static final String RECORD = "var/lib/gangway/original/" + CARD;
  private static final String OTHER_DEVICE = "id=144d:a808\ndriver=nvme\nmodule=nvme\n";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void theFindingAboutAReplacedDeviceShowsBothDevices() {
    host.function("0000:0b:00.0", "144d:a808", "10802", "").put(RECORD, OTHER_DEVICE);
    assertThat(Checks.of(host.observed(), hide(LASTING, CARD)))
        .filteredOn(finding -> finding.code().equals("DEVICE-REPLACED"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.sentence())
              .isEqualTo(
                  "0000:09:00.0 is another device (8086:10d3) than the device that Gangway hid at"
                      + " this address (144d:a808)");
          assertThat(finding.evidence())
              .containsExactly(
                  "/var/lib/gangway/original/0000:09:00.0: id 144d:a808, of driver nvme",
                  "sysfs: id 8086:10d3, bound to e1000e",
                  "id 144d:a808 is now at 0000:0b:00.0");
        });
  }

  @Test
  void hidingAReplacedDeviceRecordsTheDeviceThatIsThereNow() {
    host.put(RECORD, OTHER_DEVICE);
    assertThat(says(hide(NOW, CARD)))
        .startsWith(
            "delete the record of device 144d:a808, which 0000:09:00.0 is no longer",
            "record the driver of 0000:09:00.0: e1000e");
    host.hidden(CARD).put(RECORD, OTHER_DEVICE);
    assertThat(says(hide(NOW, CARD)))
        .containsExactly("replace the record of device 144d:a808, which 0000:09:00.0 is no longer");
  }

  /** The record is corrected in a step, which does not replace the loading of pciback. */
  @Test
  void hidingAReplacedDeviceLoadsPciback() {
    host.withPcibackToLoad().put(RECORD, OTHER_DEVICE);
    assertThat(says(hide(NOW, CARD)))
        .startsWith(
            "load the module xen-pciback",
            "delete the record of device 144d:a808, which 0000:09:00.0 is no longer");
  }

  @Test
  void unhidingAReplacedDeviceDoesNotBindTheDriverOfTheOtherDevice() {
    host.hidden(CARD).put(RECORD, OTHER_DEVICE);
    assertThat(says(unhide(NOW, CARD)))
        .noneMatch(says -> says.contains("nvme"))
        .endsWith("delete the driver record of 0000:09:00.0");
  }

  @Test
  void aReplacedDeviceIsNotHiddenAsAskedUntilItIsOnRecord() {
    HostSnapshot seen = host.hidden(CARD).put(RECORD, OTHER_DEVICE).observed();
    assertThat(Postcondition.unmet(seen.assignments(), hide(NOW, CARD)))
        .containsExactly("/var/lib/gangway/original/0000:09:00.0 is of another device");
  }

  private List<String> says(Request request) {
    return Planner.plan(host.observed(), request).steps().stream().map(Step::says).toList();
  }
}
