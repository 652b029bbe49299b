package gangway.cli;

import static gangway.host.MovedDevices.moved;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** remap, through the command line, and the commands that name it. */
class RemapCommandTest {
  private final GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");

  @Test
  void bothAddressesAndTheIdentityWithItsEvidenceAreShown() {
    moved(host);
    SortedMap<String, String> before = host.everything();

    Run run = run("remap", "--dry-run");

    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    String identity =
        "id 8086:10d3, subsystem 8086:a01f, revision 00, slot pci0000:00/1c.0/00.0, device serial"
            + " number 00-1b-21-ff-ff-20-c4-a5";
    assertThat(run.lines())
        .startsWith(
            "0000:08:00.0 is now 0000:09:00.0 (certain)",
            "  acknowledged: " + identity,
            "  present: " + identity,
            "  the same device serial number: 00-1b-21-ff-ff-20-c4-a5",
            "  named in /etc/modprobe.d/gangway.conf:1",
            "  named in /etc/xen/pv2.cfg",
            "  named in /etc/libvirt/libxl/pv5.xml",
            "name the new addresses in the list to hide at boot: edit"
                + " /etc/initramfs-tools/hooks/gangway,"
                + " /etc/initramfs-tools/scripts/init-top/gangway, /etc/modprobe.d/gangway.conf and"
                + " rebuild the initramfs");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void theCommandTellsWhatIsLeftUntilTheNextBootAndIsInTheHistory() {
    moved(host);

    Run run = run("remap");

    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .endsWith(
            "done: the boot settings and definitions name the present addresses",
            "0000:09:00.0 is hidden from the next boot on; to hide it now: gangway hide --now"
                + " 0000:09:00.0");
    assertThat(run("history").out()).contains("remap");
    assertThat(run("remap").out())
        .contains("already so: no setting names a recorded device that has moved");
  }

  @Test
  void aLikelyDeviceIsRefusedUntilItIsAcceptedByItsNewAddress() {
    MovedDevices.likely(host);

    Run refused = run("remap");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.printed()).contains("0000:08:00.0 is now 0000:09:00.0 (likely)");

    assertThat(run("remap", "--accept", "MOVED-LIKELY=09:00.0").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void withoutARecordNothingIsCompared() {
    Run run = run("remap");
    assertThat(run.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(run.err())
        .contains("no device is recorded; 'gangway hardware --acknowledge' records all");
  }

  @Test
  void onlyRootCanUseIt() {
    moved(host).withoutRoot();
    assertThat(run("remap", "--dry-run").exit()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void hardwareDevicesDoctorAndTheRefusalsNameTheCommand() {
    MovedDevices.swapped(host);
    for (String command : List.of("hardware", "devices", "doctor")) {
      assertThat(run(command).printed()).as(command).contains("gangway remap");
    }
    assertThat(run("hide", "--now", "09:00.0").printed()).contains("gangway remap");
  }

  /** The address has no device now. */
  @Test
  void devicesAndDoctorNameTheCommandAlsoForAnAddressWithoutADevice() {
    moved(host);
    for (String command : List.of("hardware", "devices", "doctor")) {
      assertThat(run(command).printed()).as(command).contains("gangway remap");
    }
  }

  @Test
  void onAHostWithoutMovedDevicesNobodyNamesIt() {
    run("hardware", "--acknowledge");
    MovedDevices.listed(host, GuideHost.CARD);
    for (String command : List.of("hardware", "devices", "doctor")) {
      assertThat(run(command).printed()).as(command).doesNotContain("gangway remap");
    }
  }

  private Run run(String... words) {
    return JsonCase.run(host.machine(), List.of(words));
  }
}
