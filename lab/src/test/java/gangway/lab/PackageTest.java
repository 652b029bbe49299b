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
  private static final String PACKAGE = "/srv/packages/gangway_*.deb";
  private static final String NEWER = "/srv/packages/newer/gangway_*.deb";
  private static final String REMOVE = "apt-get remove -q -y gangway 2>&1";
  private static final String XL = Checkout.RELEASE.xenTools() + "/xl";

  /**
   * The names of all files except those of the package system, of systemd's state and of libvirt,
   * which starts at its first use; then the content of the settings.
   */
  private static final String FILES =
      """
      find /etc /opt /root /srv /usr /boot /var/lib -xdev \
        \\( -path '/var/lib/dpkg*' -o -path /var/lib/apt -o -path /var/lib/systemd -o -path /var/lib/libvirt \
          -o -path /srv/packages -o -path '/boot/initrd*' -o -path /var/lib/xenstored \\) -prune -o -print | sort
      find /etc -xdev -type f -exec md5sum {} + | sort
      """;

  @Test
  void theHostIsAsBeforeAfterThePackageWasUsedUpgradedAndPurged(Lab lab, Dom0 dom0) {
    dom0.must("rm -r /opt/gangway /usr/local/bin/gangway");
    lab.copy(Checkout.packages(), "/srv/packages");
    String before = dom0.must(FILES);

    install(dom0);
    // a stage reboots dom0
    new Demo(Terminal.standard()).guide(dom0);

    interruptAnAttach(dom0);
    Output refused = dom0.run(REMOVE);
    assertThat(refused.exit()).as(refused.out()).isNotZero();
    assertThat(refused.out()).contains("run 'gangway recover'");
    dom0.must(INSTALL + NEWER);
    assertThat(dom0.must("dpkg-query -W -f '${Status} ${Version}' gangway"))
        .startsWith("install ok installed")
        .endsWith("newer");
    assertThat(dom0.must("gangway recover")).contains("undone");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");

    removeWhileTheGuardIsInstalled(dom0);

    dom0.must(INSTALL + NEWER);
    dom0.must("gangway unhide --now 09:00.0 && xl destroy pv1 && cp -p /run/pv1.cfg /etc/xen/");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
    dom0.must("apt-get purge -q -y gangway");
    assertThat(dom0.must(FILES)).isEqualTo(before);
    assertThat(dom0.run("systemctl list-unit-files --no-legend 'gangway*'").out()).isEmpty();
  }

  /** First over a program that was linked by hand, then again. */
  private static void install(Dom0 dom0) {
    dom0.must("ln -s /bin/true /usr/local/bin/gangway");
    assertThat(dom0.must(INSTALL + PACKAGE + " 2>&1")).contains("delete /usr/local/bin/gangway");
    dom0.must("rm /usr/local/bin/gangway");
    assertThat(dom0.must("dpkg -i " + PACKAGE + " 2>&1")).doesNotContain("gangway: ");
    assertThat(dom0.must("command -v gangway")).isEqualTo("/usr/bin/gangway\n");
    assertThat(dom0.must("systemctl is-enabled gangway-recover")).isEqualTo("enabled\n");
    assertThat(dom0.run("systemctl is-enabled gangway-watch").out()).isEqualTo("disabled\n");
    assertThat(
            dom0.must(
                """
                . /usr/share/bash-completion/completions/gangway
                COMP_LINE='gangway unh' COMP_POINT=11
                _gangway && echo "${COMPREPLY[*]}"
                """))
        .isEqualTo("unhide\n");
  }

  /** Kills Gangway and its tool in the middle of an attach. */
  private static void interruptAnAttach(Dom0 dom0) {
    dom0.must("cp -p /etc/xen/pv1.cfg /run/pv1.cfg");
    CountingGuest.create(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0");
    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    try (Login login = dom0.login("gangway attach --now pv1 09:00.0")) {
      attach.awaitCall(login);
      dom0.must("pkill -KILL -f [g]angway.cli.Main; pkill -KILL -f '[x]l pci-attach'");
      attach.release();
      login.screen();
    }
    attach.remove();
  }

  /** The tools of Xen are the original ones again, and the hidden function is named. */
  private static void removeWhileTheGuardIsInstalled(Dom0 dom0) {
    String tools =
        "md5sum " + Checkout.RELEASE.xenTools() + "/*; dpkg-divert --list '/usr/lib/xen*'; true";
    String original = dom0.must(tools);
    dom0.must("gangway guard install");
    assertThat(dom0.must("head -c 2 " + XL)).isEqualTo("#!");
    assertThat(dom0.must(REMOVE)).contains("the guard is removed", "0000:09:00.0");
    assertThat(dom0.must(tools)).isEqualTo(original);
    assertThat(dom0.must("xl list")).contains("pv1");
    assertThat(dom0.run("command -v gangway").ok()).isFalse();
  }
}
