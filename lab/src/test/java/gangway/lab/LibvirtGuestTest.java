package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Attach and detach with a guest of libvirt. */
@Tag("long")
@Tag("releases")
@ExtendWith(SharedLab.class)
class LibvirtGuestTest {
  private static final String DEFINITION =
      """
      <domain type='xen'>
        <name>lv1</name>
        <memory unit='MiB'>256</memory>
        <vcpu>1</vcpu>
        <os>
          <type arch='x86_64' machine='xenpv'>linux</type>
          <kernel>/srv/vmlinux</kernel>
          <initrd>/srv/guest.img</initrd>
          <cmdline>console=hvc0 iommu=soft</cmdline>
        </os>
        <features>
          <xen>
            <e820_host state='on'/>
            <passthrough state='on'/>
          </xen>
        </features>
        <devices>
          <console type='pty'/>
        </devices>
      </domain>
      """;

  @BeforeEach
  void defineGuest(Dom0 dom0) {
    define(dom0);
  }

  /** Defines the guest lv1; does not start it. */
  static void define(Dom0 dom0) {
    dom0.must("cat > /root/lv1.xml <<'END'\n" + DEFINITION + "END\nvirsh define /root/lv1.xml");
  }

  @Test
  void functionsAreAttachedBeforeTheStartAndWhileTheGuestRuns(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0 01:00.0");

    dom0.must("gangway attach lv1 09:00.0");
    assertThat(dom0.must("virsh dumpxml lv1")).contains("<hostdev").contains("bus='0x09'");
    dom0.must("virsh start lv1");
    dom0.must("in-guest lv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    assertThat(dom0.must("gangway guests")).containsPattern("lv1 .* libvirt .* running");

    Output attached = dom0.run("gangway attach lv1 01:00.0");
    assertThat(attached.out())
        .as(attached.err())
        .contains("done: 0000:01:00.0 attached to guest lv1 now and in its definition");
    assertThat(dom0.must("in-guest lv1 'ls /sys/bus/pci/devices'").split("\\s+")).hasSize(2);
    assertThat(dom0.must("virsh dumpxml --inactive lv1")).contains("bus='0x01'");
    assertThat(dom0.must("virsh dumpxml lv1")).contains("bus='0x01'");

    dom0.must("gangway detach lv1 01:00.0");
    assertThat(dom0.must("in-guest lv1 'ls /sys/bus/pci/devices'").split("\\s+")).hasSize(1);
    assertThat(dom0.must("virsh dumpxml --inactive lv1; virsh dumpxml lv1"))
        .contains("bus='0x09'")
        .doesNotContain("bus='0x01'");
  }

  @Test
  @Tag("rare")
  void aDeviceOfALibvirtGuestIsNotAttachedToAnXlGuest(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    dom0.must("gangway attach lv1 09:00.0");
    dom0.must("virsh start lv1 && in-guest lv1 true");
    dom0.must("xl create -q /etc/xen/pv2.cfg");

    Output refused = dom0.run("gangway attach --now pv2 09:00.0");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("blocked OTHER-GUEST: guest lv1 has 0000:09:00.0");
  }

  @Test
  @Tag("rare")
  void afterARefusalOfLibvirtTheHostIsAsBefore(Dom0 dom0) {
    // libvirt resets the whole bus of a function that has no reset of its own, and refuses if other
    // functions on the bus are in use
    dom0.must("gangway hide --now 0a:04.1");
    dom0.must("virsh start lv1");
    String before = dom0.must("virsh dumpxml --inactive lv1; gangway devices");

    Output failed = dom0.run("gangway attach lv1 0a:04.1");

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err())
        .contains("Unable to reset PCI device 0000:0a:04.1", "everything is as it was before");
    assertThat(dom0.must("virsh dumpxml --inactive lv1; gangway devices")).isEqualTo(before);
  }

  @Test
  @Tag("rare")
  void aFunctionThatVirshAttachedWithoutADriverNameGoesToAnotherGuestAfterTheDetach(Dom0 dom0) {
    // virsh detach-device with the same XML reports success in libvirt 10 and 11, but libvirt then
    // still counts the function as used by the first guest
    dom0.must("gangway hide --now 09:00.0");
    dom0.must("sed s/lv1/lv2/ /root/lv1.xml > /root/lv2.xml && virsh define /root/lv2.xml");
    dom0.must("virsh start lv1 && in-guest lv1 true && virsh start lv2 && in-guest lv2 true");
    dom0.must(
        """
        cat > /root/nic.xml <<'END'
        <hostdev mode='subsystem' type='pci' managed='no'>
          <source><address domain='0' bus='9' slot='0' function='0'/></source>
        </hostdev>
        END
        virsh attach-device lv1 /root/nic.xml --live
        in-guest lv1 'until test -d /sys/class/net/eth0; do sleep 1; done'
        """);

    dom0.must("gangway detach --now lv1 09:00.0");
    dom0.must("gangway attach --now lv2 09:00.0");

    assertThat(dom0.must("in-guest lv2 'ls /sys/bus/pci/devices'").split("\\s+")).hasSize(1);
    assertThat(dom0.must("in-guest lv1 'ls /sys/bus/pci/devices'")).isBlank();
  }
}
