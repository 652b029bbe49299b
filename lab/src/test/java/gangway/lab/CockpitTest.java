package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The web page in Debian's own Cockpit in dom0, in a real browser. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class CockpitTest {
  @Test
  void anOperatorGivesANicToAGuestAndTakesItBackInTheBrowser(
      Lab lab, Dom0 dom0, @TempDir Path folder) throws Exception {
    Cockpit cockpit = Cockpit.install(lab, dom0, folder);
    dom0.must("systemctl is-enabled gangway-serve && systemctl is-active gangway-serve");
    // the service starts it, although it is not enabled
    dom0.must("systemctl is-active gangway-watch");
    CountingGuest guest = CountingGuest.create(dom0, "pv1");

    try (Browser viewer = Browser.at(cockpit, Cockpit.VIEWER)) {
      viewer.must("login");
      viewer.must("only looking");
    }
    try (Browser browser = Browser.at(cockpit, Cockpit.OPERATOR)) {
      browser.must("login");
      browser.must("assign the NIC");
      guest.mustPing();
      browser.must("take the NIC back");
      assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
      browser.must("the root disk is refused");

      browser.must("the devices");
      dom0.must("xl pci-assignable-add 0a:04.1 && xl pci-attach pv1 0a:04.1");
      browser.must("the attach by xl appears");

      HeldTool attach = HeldTool.xl(dom0, "pci-attach");
      attach.fail();
      browser.must("a failing assign is undone");
      assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");

      dom0.must("gangway hide --now 09:00.0");
      attach.hold();
      try (Login login = dom0.login("gangway attach --now pv1 09:00.0")) {
        attach.awaitCall(login);
        dom0.must("pkill -KILL -f '[g]angway.cli.Main.*attach'; pkill -KILL -f '[x]l pci-attach'");
        attach.release();
        login.screen();
      }
      browser.must("recover the interrupted operation");
    }
    assertThat(dom0.must("gangway history | tail -n 1")).contains("undone");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");
    guest.mustHaveContinuedFrom(guest.count());
  }
}
