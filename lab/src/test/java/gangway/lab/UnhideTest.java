package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Unhides functions whose driver does not bind to them automatically. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class UnhideTest {
  @Test
  void aFunctionHiddenAtBootIsBoundToItsDriver(Dom0 dom0) {
    dom0.must("gangway hide --boot 01:00.0");
    assertThat(dom0.driver("0000:01:00.0")).as("not hidden until the reboot").isEqualTo("nvme");
    dom0.reboot();
    assertThat(dom0.driver("0000:01:00.0")).isEqualTo("pciback");

    dom0.must("gangway unhide 01:00.0");

    assertThat(dom0.driver("0000:01:00.0")).isEqualTo("nvme");
    assertThat(dom0.must("ls /sys/class/nvme")).contains("nvme0");
    assertThat(dom0.must("find /etc/modprobe.d /etc/initramfs-tools")).doesNotContain("gangway");
  }

  @Test
  void aDriverOverrideThatKeepsTheDriverAwayIsCleared(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    dom0.must("echo pciback > /sys/bus/pci/devices/0000:09:00.0/driver_override");

    dom0.must("gangway unhide --now 09:00.0");

    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
    assertThat(dom0.must("cat /sys/bus/pci/devices/0000:09:00.0/driver_override"))
        .isEqualTo("(null)\n");
  }
}
