package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A file declares hidden functions and the devices of a guest. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class ApplyTest {
  private static final String NIC_FOR_PV1 =
      """
      format: 1
      hidden: ["0000:09:00.0", "0000:01:00.0"]
      guests:
        pv1:
          devices: ["0000:09:00.0", "0000:01:00.0"]
      """;

  @Test
  void theHostBecomesAsTheFileDeclaresAndASecondTimeNothingIsDone(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    write(dom0, "host.yaml", NIC_FOR_PV1);

    String difference = dom0.must("gangway apply --dry-run host.yaml");
    assertThat(difference).contains("+ hide 0000:09:00.0", "+ attach 0000:09:00.0", "to guest pv1");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");

    assertThat(dom0.must("gangway apply host.yaml")).contains("done: ");
    guest.mustPing();
    assertThat(functions(dom0)).isEqualTo(2);
    assertThat(dom0.must("cat /etc/xen/pv1.cfg")).contains("09:00.0", "01:00.0");
    assertThat(dom0.must("cat /etc/modprobe.d/gangway.conf")).contains("09:00.0", "01:00.0");

    assertThat(dom0.must("gangway apply host.yaml")).startsWith("already so");
    dom0.must("gangway export > exported.yaml");
    assertThat(dom0.must("cat exported.yaml")).contains("09:00.0", "01:00.0", "pv1");
    assertThat(dom0.must("gangway apply exported.yaml")).startsWith("already so");

    // both: they use the same interrupt line, so the guest cannot keep one of them
    write(dom0, "host.yaml", "format: 1\nguests:\n  pv1: {devices: []}\n");
    assertThat(dom0.must("gangway apply host.yaml"))
        .contains("- detach 0000:09:00.0", "- detach 0000:01:00.0", "done: ");
    assertThat(dom0.must("in-guest pv1 'ls /sys/bus/pci/devices'")).isBlank();
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
  }

  @Test
  void ifTheSecondDeviceFailsOrTheCommandIsKilledTheHostIsAsBefore(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    int count = guest.count();
    write(dom0, "host.yaml", NIC_FOR_PV1);
    String state = "gangway devices; cat /etc/xen/pv1.cfg; ls /etc/modprobe.d; xl pci-list pv1";
    String before = dom0.must(state);

    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    try (Login login = dom0.login("gangway apply host.yaml")) {
      attach.awaitCall(login);
      dom0.must("pkill -KILL -f [g]angway.cli.Main; pkill -KILL -f '[x]l pci-attach'");
      attach.release();
      login.screen();
    }
    attach.remove();
    assertThat(dom0.must("gangway recover")).contains("undone");
    assertThat(dom0.must(state)).isEqualTo(before);

    // this device is never attached: the tool reports an error for it
    dom0.must(
        """
        real=$(readlink -f /usr/sbin/xl) && mkdir /root/real && ln -s "$real" /root/real/xl
        mv /usr/sbin/xl /usr/sbin/xl.moved
        cat > /usr/sbin/xl <<'END'
        #!/bin/sh
        case "$*" in "pci-attach "*01:00.0*) exit 1 ;; esac
        exec /root/real/xl "$@"
        END
        chmod 755 /usr/sbin/xl
        """);
    Output failed = dom0.run("gangway apply host.yaml");
    dom0.must("mv /usr/sbin/xl.moved /usr/sbin/xl");

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(dom0.must(state)).isEqualTo(before);
    guest.mustHaveContinuedFrom(count);
    assertThat(dom0.must("gangway recover")).contains("nothing");
  }

  @Test
  void aFileWithErrorsOrWithTheRootDiskChangesNothing(Dom0 dom0) {
    write(
        dom0,
        "wrong.yaml",
        """
        format: 1
        hiden: ["0000:09:00.0"]
        guests:
          pv1: {devices: ["0000:09:00.0", "0000:77:00.0"]}
          pv2: {devices: ["0000:09:00.0"]}
        """);
    Output wrong = dom0.run("gangway apply wrong.yaml");
    assertThat(wrong.exit()).as(wrong.err()).isEqualTo(2);
    assertThat(wrong.err()).contains("hiden", "0000:77:00.0", "pv1", "pv2");

    write(dom0, "disk.yaml", "format: 1\nhidden: [\"0000:09:00.0\", \"0000:00:1f.2\"]\n");
    Output disk = dom0.run("gangway apply disk.yaml");
    assertThat(disk.exit()).as(disk.err()).isEqualTo(3);
    assertThat(disk.err()).contains("blocked DISK-ROOT");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
  }

  private static void write(Dom0 dom0, String file, String text) {
    dom0.must("cat > " + file + " <<'END'\n" + text + "END");
  }

  private static int functions(Dom0 dom0) {
    return dom0.must("in-guest pv1 'ls /sys/bus/pci/devices'").strip().split("\\s+").length;
  }
}
