package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code gangway new} and {@code gangway enable-hotplug}. */
@ExtendWith(SharedLab.class)
class NewGuestTest {
  private static final String KERNEL_OPTIONS =
      " --kernel /srv/vmlinux --initrd /srv/guest.img --memory 256 --start";

  @Test
  @Tag("long")
  void aNewGuestOfXlHasItsDeviceFromTheStartAndGetsAnother(Dom0 dom0) {
    String command = "gangway new db1 --pci 09:00.0" + KERNEL_OPTIONS;
    Output early = dom0.run(command);
    assertThat(early.exit()).as(early.err()).isEqualTo(3);
    assertThat(early.err()).contains("blocked NOT-HIDDEN", "gangway hide 0000:09:00.0");
    assertThat(dom0.run("test -e /etc/xen/db1.cfg").ok()).isFalse();
    dom0.must("gangway hide --now 09:00.0 01:00.0");

    assertThat(dom0.must(command))
        .contains("done: guest db1 is defined for xl with 0000:09:00.0, and it runs");

    assertThat(dom0.must(command)).contains("already so");
    mustGetAnother(dom0);
    dom0.must("xl destroy db1 && xl create -q /etc/xen/db1.cfg");
    mustPing(dom0, "db1");
  }

  @Test
  @Tag("rare")
  void aNewGuestOfLibvirtHasItsDeviceFromTheStartAndGetsAnother(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0 01:00.0");

    assertThat(dom0.must("gangway new db1 --toolstack libvirt --pci 09:00.0" + KERNEL_OPTIONS))
        .contains("done: guest db1 is defined for libvirt with 0000:09:00.0, and it runs");

    mustGetAnother(dom0);
    // other tools show the device, and keep it when they edit the definition
    String kept = dom0.must("virsh dumpxml --inactive db1 | tee /root/db1.xml");
    dom0.must("virsh define --validate /root/db1.xml && EDITOR=true virsh edit db1");
    dom0.must("EDITOR='sed -i s/destroy/restart/' virsh edit db1");
    assertThat(dom0.must("virsh dumpxml --inactive db1"))
        .isEqualTo(kept.replace(">destroy<", ">restart<"));
    assertThat(
            dom0.must(
                """
                python3 -c "
                import sys
                sys.path.insert(0, '/usr/share/virt-manager')
                from virtinst import Guest, cli
                guest = Guest(cli.getConnection('test:///default'), parsexml=open('/root/db1.xml').read())
                for device in guest.devices.hostdev:
                  print(device.type, device.managed, device.driver_name, device.bus)
                "
                """))
        .isEqualToIgnoringNewLines("pci False xen 0x09\npci False xen 0x01\n");
  }

  @Test
  @Tag("rare")
  void aNewGuestOnADiskWithACompleteSystemHasItsDeviceFromTheStart(Dom0 dom0) {
    dom0.must("gangway guest-prepare --image /srv/debian.img && gangway hide --now 09:00.0");
    // this leaves the bridge and the disk, which no other guest uses any more
    dom0.must("with-debian && xl shutdown -w debian && mv /etc/xen/debian.cfg /root");

    dom0.must(
        "gangway new db2 --toolstack libvirt --disk /dev/loop0 --bridge br0 --pci 09:00.0 --memory"
            + " 320 --kernel /srv/vmlinux --initrd /srv/debian-boot.img --args 'console=hvc0"
            + " root=/dev/xvda rw' --start");

    dom0.must("until ssh -o BatchMode=yes -o ConnectTimeout=5 debian true; do sleep 1; done");
    new DebianGuest(dom0, "db2").mustUseItsNic();
  }

  @Test
  @Tag("rare")
  void pygrubStartsANewGuestThatHasItsKernelOnItsDisk(Dom0 dom0) {
    dom0.must(
        """
        mkdir -p /root/disk/boot/grub
        cp /srv/vmlinux /root/disk/boot/vmlinuz
        cp /srv/guest.img /root/disk/boot/initrd
        cat > /root/disk/boot/grub/grub.cfg <<end
        menuentry "guest" {
          linux /boot/vmlinuz console=hvc0 iommu=soft
          initrd /boot/initrd
        }
        end
        mke2fs -q -t ext2 -d /root/disk /root/disk.img 128M
        modprobe loop && losetup /dev/loop1 /root/disk.img
        gangway hide --now 09:00.0
        """);

    dom0.must("gangway new db3 --disk /dev/loop1 --pci 09:00.0 --memory 256 --start");

    assertThat(dom0.must("cat /etc/xen/db3.cfg")).contains("bootloader = \"pygrub\"");
    mustPing(dom0, "db3");
  }

  private static void mustGetAnother(Dom0 dom0) {
    mustPing(dom0, "db1");
    dom0.must("gangway attach db1 01:00.0");
    dom0.must("in-guest db1 'until test -b /dev/nvme0n1; do sleep 1; done'");
    assertThat(dom0.must("gangway guests")).contains("0000:09:00.0", "0000:01:00.0");
  }

  private static void mustPing(Dom0 dom0, String guest) {
    dom0.must("in-guest " + guest + " 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    new CountingGuest(dom0, guest).mustPing();
  }

  @Test
  @Tag("rare")
  void ifTheStartFailsNoDefinitionIsLeft(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0 && echo none > /srv/no-kernel");

    Output failed = dom0.run("gangway new db1 --pci 09:00.0 --kernel /srv/no-kernel --start");

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err()).contains("everything is as it was before");
    assertThat(dom0.run("ls /etc/xen/db1.cfg").ok()).isFalse();
    assertThat(dom0.must("xl list")).doesNotContain("db1");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
  }

  @Test
  @Tag("rare")
  void afterEnableHotplugAndARestartAGuestGetsADeviceWhileItRuns(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0 && xl create -q /etc/xen/pv1.cfg");
    assertThat(dom0.run("gangway attach --now pv1 09:00.0").err()).contains("GUEST-NO-HOTPLUG");

    Output ready = dom0.run("gangway enable-hotplug pv1");

    assertThat(ready.out()).contains("done: guest pv1 can be given devices while it runs");
    assertThat(ready.err()).contains("warning GUEST-RESTART");
    dom0.must("xl destroy pv1 && xl create -q /etc/xen/pv1.cfg");
    dom0.must("gangway attach --now pv1 09:00.0");
    mustPing(dom0, "pv1");
    assertThat(dom0.must("gangway enable-hotplug pv1")).contains("already so");
  }
}
