package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * If libvirt uses polkit, even an operator with all rights cannot save a guest that had a device.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class PolkitTest {
  private static final String AS_ALICE = "runuser -u alice -- virsh -c xen:///system ";

  @Test
  void anOperatorCanSaveOnlyAGuestThatHadNoDevice(Dom0 dom0) {
    allowAliceAllActions(dom0);
    dom0.must("gangway guard install");
    assertThat(dom0.run("gangway guard status").out())
        .containsPattern("(?m)^effective: /etc/polkit-1/rules.d/00-gangway.rules");
    WatchService watch = WatchService.start(dom0);
    LibvirtGuestTest.define(dom0);
    dom0.must(AS_ALICE + "start lv1");

    dom0.must(AS_ALICE + "save lv1 /var/tmp/image");
    dom0.must(AS_ALICE + "start lv1");
    CountingGuest guest = CountingGuest.counting(dom0, "lv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now lv1 09:00.0");
    watch.mustReport("lv1 .* has a device");
    int before = guest.count();
    Output saved = dom0.run(AS_ALICE + "save lv1 /var/tmp/another");
    Output managed = dom0.run(AS_ALICE + "managedsave lv1");

    assertThat(saved.err()).contains("access denied");
    assertThat(managed.err()).contains("access denied");
    assertThat(dom0.must(AS_ALICE + "domstate lv1")).contains("running");
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  private static void allowAliceAllActions(Dom0 dom0) {
    dom0.must(
        """
        set -e
        cat > /etc/polkit-1/rules.d/50-operator.rules <<'END'
        polkit.addRule(function (action, subject) {
          if (action.id.indexOf("org.libvirt.") == 0 && subject.user == "alice") return polkit.Result.YES;
        });
        END
        useradd --groups libvirt alice
        echo 'access_drivers = [ "polkit" ]' >> /etc/libvirt/libvirtd.conf
        systemctl -q stop libvirtd.service 2>/dev/null
        systemctl -q restart libvirtd.socket libvirtd-ro.socket
        """);
  }
}
