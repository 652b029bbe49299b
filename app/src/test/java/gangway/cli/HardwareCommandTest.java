package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.pci.Examples;
import gangway.pci.identity.Identities;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** hardware, through the command line: the devices change, and are acknowledged. */
class HardwareCommandTest {
  private GuideHost host;

  @BeforeEach
  void host() {
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .config(CARD, Examples.configBytes("82574l.txt"))
            .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n");
  }

  @Test
  void withoutARecordNothingIsCompared() {
    Run run = run("hardware");
    assertThat(run.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(run.err())
        .isEqualTo("no device is recorded; 'gangway hardware --acknowledge' records all\n");
  }

  @Test
  void afterAllDevicesAreAcknowledgedANewOneIsShown() {
    Run acknowledged = run("hardware", "--acknowledge");
    assertThat(acknowledged.exit()).as(acknowledged.err()).isEqualTo(ExitCode.DONE);
    assertThat(acknowledged.lines()).last().isEqualTo("done: the devices are acknowledged");
    assertThat(run("hardware").out()).startsWith("no change: 8 devices are recorded");

    host.function("0000:0b:00.0", "144d:a808", "10802", "");
    Run run = run("hardware");
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.lines())
        .containsExactly(
            "CHANGE  ADDRESS       DEVICE     USED BY", "added   0000:0b:00.0  144d:a808  -");
    assertThat(run("hardware", "--acknowledge", "0b:00.0").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("hardware").exit()).isEqualTo(ExitCode.DONE);
  }

  /** One port more in front, so that the buses have other numbers. */
  @Test
  void aMovedDeviceIsShownWithTheGuestsAndSettingsThatNameItsOldAddress() {
    run("hardware", "--acknowledge");
    host.without(host.folder(CARD))
        .without("sys/bus/pci/devices/" + CARD)
        .without("sys/bus/pci/drivers/e1000e/" + CARD)
        .function("0000:00:1c.0/0000:0a:00.0", "8086:10d3", "20000", "e1000e")
        .config("0000:0a:00.0", Examples.configBytes("82574l.txt"));
    assertThat(run("hardware").lines().getLast())
        .isEqualTo(
            "moved   0000:09:00.0  8086:10d3, device serial number 00-1b-21-ff-ff-20-c4-a5; now at"
                + " 0000:0a:00.0  guest pv2, /etc/xen/pv2.cfg");
  }

  @Test
  void anExchangedDeviceIsRefusedUntilItIsAcknowledged() {
    recorded(host, CARD, ofId(Identities.of(host, CARD), "144d:a808"));
    assertThat(run("hardware").lines().getLast())
        .startsWith("changed  0000:09:00.0  8086:10d3, device serial number")
        .contains("; was 144d:a808, ");

    Run refused = run("hide", "--now", "09:00.0");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.printed()).contains("DEVICE-CHANGED");
    assertThat(run("hide", "--now", "--accept", "DEVICE-CHANGED", "09:00.0").exit())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("doctor").out()).contains("DEVICE-CHANGED").contains("pv2");

    assertThat(run("hardware", "--acknowledge", "09:00.0").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("hide", "--now", "09:00.0").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("doctor").out()).doesNotContain("DEVICE-CHANGED");
  }

  @Test
  void aRemovedDeviceIsForgottenByItsAddress() {
    recorded(host, "0000:0b:00.0", Identities.of(host, MANAGEMENT));
    assertThat(run("hardware", "--acknowledge", "0b:00.0").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("hardware").exit()).isEqualTo(ExitCode.NOTHING);
  }

  @Test
  void theHistoryTellsWhoAcknowledgedWhat() {
    run("hardware", "--acknowledge", "09:00.0");
    assertThat(run("history").out()).contains("hardware --acknowledge 0000:09:00.0");
  }

  @Test
  void aRecordThatCannotBeReadIsAnErrorWithAFix() {
    host.put("var/lib/gangway/hardware.json", "{");
    Run run = run("hardware");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .contains("the record of the acknowledged devices cannot be read")
        .contains("move /var/lib/gangway/hardware.json to another place");
  }

  @Test
  void anAddressAndAPreviewNeedAcknowledge() {
    assertThat(run("hardware", "09:00.0").err()).contains("'09:00.0' is for an acknowledgement");
    assertThat(run("hardware", "--dry-run").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run("hardware", "--acknowledge", "nonsense").exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void onlyRootCanUseIt() {
    host.withoutRoot();
    assertThat(run("hardware").exit()).isEqualTo(ExitCode.REFUSED);
  }

  private Run run(String... words) {
    return JsonCase.run(host.machine(), List.of(words));
  }
}
