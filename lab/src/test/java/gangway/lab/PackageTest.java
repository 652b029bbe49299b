package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Debian package in dom0, from its installation to its purge. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class PackageTest {
  private static final String INSTALL = "apt-get install -q -y --no-install-recommends ";

  /** The files that are not the package system's own, logs or caches; the content of settings. */
  private static final String FILES =
      """
      find /etc /opt /root /srv /usr /boot /var/lib -xdev \
        \\( -path '/var/lib/dpkg*' -o -path /var/lib/apt -o -path /var/lib/systemd -o -path /srv/packages \
          -o -path '/boot/initrd*' -o -path /etc/mtab -o -path /var/lib/xenstored \\) -prune -o -print | sort
      find /etc -xdev -type f ! -name mtab -exec md5sum {} + | sort
      """;

  @Test
  void theHostIsAsBeforeAfterThePackageWasUsedUpgradedAndPurged(Lab lab, Dom0 dom0) {
    dom0.must("rm -r /opt/gangway /usr/local/bin/gangway");
    lab.copy(Checkout.packages(), "/srv/packages");
    String before = dom0.must(FILES);

    dom0.must(INSTALL + "/srv/packages/gangway_*.deb");
    assertThat(dom0.must("command -v gangway")).isEqualToIgnoringNewLines("/usr/bin/gangway");
    assertThat(dom0.must("systemctl is-enabled gangway-recover")).contains("enabled");
    new Demo(Terminal.standard(), _ -> {}).guide(dom0);

    interruptAnAttach(dom0);
    assertThat(dom0.run("apt-get remove -q -y gangway 2>&1"))
        .satisfies(refused -> {
          assertThat(refused.exit()).isNotZero();
          assertThat(refused.out()).contains("run 'gangway recover'");
        });
    dom0.must(INSTALL + "/srv/packages/newer/gangway_*.deb");
    assertThat(dom0.must("gangway recover")).contains("undone");
    dom0.must("gangway guard install");
    assertThat(dom0.must("apt-get remove -q -y gangway 2>&1")).contains("0000:09:00.0");
    assertThat(dom0.must("xl list")).contains("pv1");

    dom0.must(INSTALL + "/srv/packages/newer/gangway_*.deb");
    dom0.must("gangway unhide --now 09:00.0 && xl destroy pv1");
    dom0.must("apt-get purge -q -y gangway");
    assertThat(dom0.must(FILES)).isEqualTo(before);
  }

  /** Kills Gangway in the middle of an attach. */
  private static void interruptAnAttach(Dom0 dom0) {
    dom0.must("xl create -q /etc/xen/pv1.cfg && gangway hide --now 09:00.0");
    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    try (Login login = dom0.login("gangway attach --now pv1 09:00.0")) {
      attach.awaitCall();
      dom0.must("pkill -KILL -f [l]ib/gangway.jar");
      attach.release();
      login.screen();
    }
    attach.remove();
  }
}
