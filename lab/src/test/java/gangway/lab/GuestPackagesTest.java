package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packages for guests, in a guest with Debian: from their installation to their purge. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class GuestPackagesTest {
  private static final String PACKAGES = "/srv/packages";
  private static final String APT = "DEBIAN_FRONTEND=noninteractive apt-get -q -y ";
  private static final String READ = "xenstore-read /local/domain/1/data/gangway/";
  private static final Duration REPORT_LIMIT = Duration.ofSeconds(60);

  /**
   * The names of all files except those of the package system, of systemd's state, and the key that
   * DKMS makes at its first use.
   */
  private static final String FILES =
      """
      ssh debian "find /etc /opt /root /usr /boot /var/lib -xdev \\( -path '/var/lib/dpkg*' -o -path /var/lib/apt \
        -o -path /var/lib/systemd -o -path '/var/lib/dkms/mok*' \\) -prune -o -print | sort"
      """;

  @TempDir private Path folder;

  @Test
  void aGuestWithBothPackagesUsesADeviceAndIsAsBeforeAfterTheirPurge(Lab lab, Dom0 dom0)
      throws IOException {
    putPackagesOnTheDisk(lab, dom0);
    // a compiler needs more
    dom0.must("sed -i 's/^memory = .*/memory = 1024/' /etc/xen/debian.cfg");
    dom0.must("with-debian");
    String before = dom0.must(FILES);

    dom0.must(apt("install --no-install-recommends " + PACKAGES + "/*.deb"));
    assertThat(dom0.must("ssh debian dkms status")).contains("gangway-pirq", "installed");
    assertThat(modules(dom0)).contains("gangway_pirq ", "xen_pcifront ");
    assertThat(dom0.must("ssh debian systemctl is-enabled gangway-guest")).isEqualTo("enabled\n");
    assertThat(dom0.await(READ + "agent | grep -x 1", REPORT_LIMIT)).as("the agent runs").isTrue();
    assertThat(dom0.must(READ + "pirq/module")).isEqualTo("1\n");

    dom0.must("gangway hide --now 09:00.0 && gangway attach --now debian 09:00.0");
    new DebianGuest(dom0, "debian").mustUseItsNic();
    assertThat(dom0.must("gangway guest-check debian --ssh debian --json"))
        .contains("\"healthy\":true", "\"driver\":\"e1000e\"");
    assertThat(dom0.must(READ + "pci/0000-00-00-0")).isEqualTo("e1000e\n");
    dom0.must("gangway detach --now debian 09:00.0");
    assertThat(
            dom0.await(
                "ssh debian dmesg | grep 'gangway_pirq: released the left-over interrupt'",
                REPORT_LIMIT))
        .as("the module releases what the device left")
        .isTrue();

    dom0.must(apt("remove gangway-guest-agent gangway-guest-dkms"));
    assertThat(modules(dom0)).doesNotContain("gangway_pirq");
    assertThat(dom0.run("ssh debian systemctl is-active gangway-guest").ok()).isFalse();
    assertThat(dom0.must("ssh debian dkms status")).isBlank();
    // apt no longer knows a removed package that left nothing, such as gangway-guest-dkms
    dom0.must("ssh debian dpkg --purge gangway-guest-agent gangway-guest-dkms");
    assertThat(dom0.must(FILES)).isEqualTo(before);
    assertThat(dom0.must("gangway devices")).doesNotContain("guest debian");
  }

  /**
   * The guest has no network to a registry, and its disk is too small for a compiler: the disk is
   * enlarged, and the packages are copied to it before the guest starts. Those of Debian are
   * installed there by dom0, which has two processors.
   */
  private void putPackagesOnTheDisk(Lab lab, Dom0 dom0) throws IOException {
    dom0.must("truncate -s 1500M /srv/debian.img && e2fsck -fp /srv/debian.img; true");
    dom0.must("resize2fs /srv/debian.img && modprobe loop && mount -o loop /srv/debian.img /mnt");
    String status = dom0.must("cat /mnt/var/lib/dpkg/status");
    String kernel = dom0.must("ls /mnt/lib/modules").strip();
    Path collected =
        Checkout.guestPackages(Files.writeString(folder.resolve("status"), status), kernel);
    lab.copy(collected, "/mnt" + PACKAGES);
    dom0.must("mount --bind /dev /mnt/dev && mount -t proc proc /mnt/proc");
    // apt, and not dpkg, unpacks a package after those on which its unpacking depends
    dom0.must(
        "chroot /mnt sh -c '%s 2>&1'"
            .formatted(
                APT
                    + "-o Dpkg::Options::=--force-unsafe-io install --no-install-recommends "
                    + PACKAGES
                    + "/others/*.deb"));
    dom0.must("umount /mnt/proc /mnt/dev /mnt");
  }

  private static String apt(String command) {
    return "ssh debian '%s%s 2>&1'".formatted(APT, command);
  }

  private static String modules(Dom0 dom0) {
    return dom0.must("ssh debian lsmod");
  }
}
