package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest with the agent reports its drivers, and keeps a device that it uses. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class GuestAgentTest {
  private static final Path AGENT = Checkout.ROOT.resolve("guest/agent/gangway-guest");
  private static final String READ_REPORT = "xenstore-read /local/domain/1/data/gangway/";
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(30);

  @BeforeEach
  void startGuestWithAgent(Dom0 dom0) throws IOException {
    dom0.must("cat > /root/agent <<'END'\n" + Files.readString(AGENT) + "END");
    dom0.must(
        """
        cat > /root/told <<'END'
        #!/bin/sh
        # busybox' uevent runs this, like udev on other systems
        [ "$SUBSYSTEM" != pci ] || exec gangway-guest tell "$PCI_SLOT_NAME"
        END
        printf 'passthrough = "enabled"\\ne820_host = 1\\n' >> /etc/xen/pv1.cfg
        xl create -q /etc/xen/pv1.cfg
        # the console loses characters of long lines
        put() {
          for part in $(gzip -9 < $1 | base64 -w 300); do in-guest pv1 "echo $part >> $2.z"; done
          in-guest pv1 "base64 -d $2.z | gunzip > $2 && chmod 755 $2"
        }
        put /root/agent /bin/gangway-guest
        put /root/told /bin/told
        in-guest pv1 'setsid uevent /bin/told >/dev/null 2>&1 & setsid gangway-guest serve >/dev/null 2>&1 & true'
        """);
    assertThat(dom0.await(READ_REPORT + "agent | grep -x 1", REPORT_LIMIT))
        .as("the agent runs")
        .isTrue();
  }

  @Test
  void aDiskIsNotDetachedWhileTheGuestUsesIt(Dom0 dom0) {
    dom0.must("gangway hide --now 01:00.0 && gangway attach --now pv1 01:00.0");
    assertThat(dom0.must(READ_REPORT + "pci/0000-00-00-0")).isEqualTo("nvme\n");
    dom0.must("in-guest pv1 'mkswap /dev/nvme0n1 && swapon /dev/nvme0n1'");

    Output refused = dom0.run("gangway detach --now pv1 01:00.0");

    assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
    assertThat(refused.err())
        .contains("everything is as it was before", "/dev/nvme0n1 is swapped to", "--force");
    assertThat(dom0.must("in-guest pv1 'cat /proc/swaps'")).contains("/dev/nvme0n1");
    assertThat(dom0.must("gangway devices")).contains("guest pv1 at");
    dom0.must(
        "in-guest pv1 'swapoff /dev/nvme0n1 && dd if=/dev/zero of=/dev/nvme0n1 bs=4k count=1'");
    dom0.must("gangway detach --now pv1 01:00.0");
    assertThat(dom0.await("! " + READ_REPORT + "pci/0000-00-00-0", REPORT_LIMIT))
        .as("the agent has deleted its report")
        .isTrue();
  }

  @Test
  void aFunctionWithoutADriverInTheGuestIsReported(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    dom0.must("in-guest pv1 'rmmod e1000e'");

    Output attached = dom0.run("gangway attach --now pv1 09:00.0");

    assertThat(attached.exit()).as(attached.err()).isZero();
    assertThat(attached.err()).contains("warning GUEST-NO-DRIVER");
    dom0.must("gangway detach --now pv1 09:00.0");
    dom0.must("in-guest pv1 'modprobe e1000e'");
    assertThat(dom0.run("gangway attach --now pv1 09:00.0").err())
        .doesNotContain("GUEST-NO-DRIVER");
    assertThat(dom0.must(READ_REPORT + "pci/0000-00-00-0")).isEqualTo("e1000e\n");
  }
}
