package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Debian's virt-manager, the program with the window, beside Gangway. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class VirtManagerTest {
  private static final Duration ATTACH_LIMIT = Duration.ofMinutes(2);

  /** The list of virt-manager writes an address with a colon before the function. */
  private static final String NVME = "0000:01:00:0";

  private static final String NIC_OF_SESSION = "0000:03:00:0";

  /**
   * On a busy machine, the emulated guest takes longer than 30 seconds until its driver sees a
   * device.
   */
  private static final String SLOW_GUEST =
      "mkdir -p /etc/gangway && printf '[limits]\\nguest-response = 3 min\\n' >"
          + " /etc/gangway/gangway.conf";

  @BeforeEach
  void startGuest(Dom0 dom0) {
    dom0.must(SLOW_GUEST);
    LibvirtGuestTest.define(dom0);
    dom0.must("virsh start lv1 && in-guest lv1 true");
  }

  @Test
  void virtManagerShowsADeviceThatGangwayGaveToAGuest(Lab lab, Dom0 dom0, @TempDir Path folder)
      throws Exception {
    dom0.must("gangway assign --now lv1 09:00.0");

    try (VirtManager virtManager = VirtManager.at(lab, "lv1", folder)) {
      assertThat(virtManager.show("PCI 0000:09:00.0"))
          .contains("Physical PCI Device", "0000:09:00:0 Intel Corporation 82574L");
    }
  }

  @Test
  void gangwayKnowsADeviceThatVirtManagerAddedToARunningGuest(
      Lab lab, Dom0 dom0, @TempDir Path folder) throws Exception {
    dom0.must("gangway hide --now 01:00.0");

    try (VirtManager virtManager = VirtManager.at(lab, "lv1", folder)) {
      assertThat(virtManager.add(NVME)).contains("added");
      assertThat(virtManager.show("PCI 0000:01:00.0")).contains(NVME + " Red Hat, Inc. QEMU NVM");
      assertThat(dom0.must("virsh dumpxml lv1")).contains("bus='0x01'");

      assertThat(dom0.await("gangway guests | grep '0000:01:00.0 at 0000:00:00.0  '", ATTACH_LIMIT))
          .as(() -> dom0.must("gangway guests"))
          .isTrue();
      assertThat(dom0.must("gangway show 01:00.0")).containsPattern("owner +guest lv1");
      assertThat(dom0.run("gangway check attach pv1 01:00.0").out())
          .contains("blocked OTHER-GUEST: guest lv1 has 0000:01:00.0")
          .contains("warning DEFINED-ELSEWHERE: the definition of guest lv1 lists 0000:01:00.0");
      assertThat(dom0.run("gangway check unhide 01:00.0").out()).contains("blocked GUEST-HAS-IT");
    }

    dom0.must("gangway detach lv1 01:00.0");
    assertThat(dom0.must("virsh dumpxml lv1; virsh dumpxml --inactive lv1"))
        .doesNotContain("bus='0x01'");
  }

  @Test
  void gangwayNamesTheReasonAgainstADeviceThatVirtManagerOffers(
      Lab lab, Dom0 dom0, @TempDir Path folder) throws Exception {
    try (VirtManager virtManager = VirtManager.at(lab, "lv1", folder)) {
      assertThat(virtManager.add(NIC_OF_SESSION))
          .contains("could not be attached to the running machine", "the next guest shutdown");
      virtManager.answer("Yes");
    }
    assertThat(dom0.must("virsh dumpxml --inactive lv1")).contains("bus='0x03'");

    assertThat(dom0.must("gangway guests"))
        .containsPattern("lv1 .* 0000:03:00.0 from its next start");
    assertThat(dom0.run("gangway check assign lv1 03:00.0").out())
        .contains("blocked NETWORK-SESSION", "blocked NETWORK-DEFAULT-ROUTE");
    assertThat(dom0.driver("0000:03:00.0")).isEqualTo("e1000e");

    dom0.must("gangway detach --config lv1 03:00.0");
    assertThat(dom0.must("virsh dumpxml --inactive lv1")).doesNotContain("bus='0x03'");
  }
}
