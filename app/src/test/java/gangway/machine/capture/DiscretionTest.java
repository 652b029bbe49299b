package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts in a capture with masked addresses. */
class DiscretionTest {
  private final CapturePrivacy masking = CapturePrivacy.masking(new byte[] {4, 5, 6});

  private String masked(String file, String text) {
    return masking.file(Path.of(file), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/proc/self/mountinfo|9 1 0:40 / /srv rw - nfs4 10.1.2.3:/srv rw,addr=10.1.2.3|10.1.2.3",
        "/proc/cmdline|root=/dev/nfs nfsroot=10.1.2.3:/srv ip=10.1.2.4::10.1.2.1:x:eth0:off|10.1.2",
        "/etc/xen/pv1.cfg|vif = [ 'mac=00:16:3e:12:34:56,ip=10.1.2.3,bridge=xenbr0' ]|10.1.2.3",
        "/etc/xen/pv1.cfg|vif = [ 'mac=00:16:3e:12:34:56' ]|12:34:56",
        "/etc/libvirt/libxl/a.xml|<mac address='00:16:3e:12:34:56'/>|12:34:56",
        "/sys/class/net/eth0/address|00:16:3e:12:34:56|12:34:56",
        "/proc/self/mountinfo|a - nfs [2001:db8::77]:/srv rw,addr=2001:db8::77|db8",
        "/sys/class/iscsi_connection/connection1:0/persistent_address|10.1.2.3|10.1.2.3",
        "/proc/net/arp|10.1.2.3 0x1 0x2 00:16:3e:12:34:56 * eth0|10.1.2.3",
        "/proc/net/if_inet6|20010db8000000000000000000000077 02 40 00 80 eth0|20010db8",
        "/proc/net/tcp|0: 0302010A:0016 0402010A:8000 01|0302010A",
        "/proc/net/route|enx00163e123456\t0002010A\t0102010A\t3\t0\t0\t0\t00FFFFFF|123456",
        "/proc/cmdline|ifname=net0:00:16:3e:12:34:56 ip=net0:dhcp|12:34:56",
        "/proc/cmdline|BOOTIF=01-00-16-3e-12-34-56 quiet|12-34-56",
        "/sys/devices/virtual/nvme-fabrics/ctl/nvme0/address|traddr=10.1.2.3,trsvcid=4420|10.1.2.3",
        "/sys/devices/rbd/0/client_addr|10.1.2.3:0/1634|10.1.2.3",
        "/sys/devices/virtual/block/loop0/loop/backing_file|/srv/10.1.2.3/a.img|10.1.2.3",
        "/anything|interface enx00163e123456.10 up|123456",
        "/sys/module/anything|interface wlx00163e123456|123456",
        "/var/log/anything|link 00:16:3e:12:34:56 up|12:34:56"
      })
  void addressesAreReplaced(String file, String text, String telling) {
    assertThat(masked(file, text)).doesNotContain(telling).isNotEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/sys/hypervisor/version/extra|4.17.5.1",
        "/proc/self/mountinfo|21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw",
        "/etc/xen/pv1.cfg|pci = [ '0000:09:00.0', '0a:04.1' ]",
        "/etc/xen/pv1.cfg|uuid = '5e5c3e63-7d3c-4a9f-8a5b-0123456789ab'",
        "/proc/cmdline|ip=:::255.255.255.0:x:eth0:off at 12:34:56 127.0.0.1 ::1 0.0.0.0/0 ::/0",
        "/sys/class/net/eth0/broadcast|ff:ff:ff:ff:ff:ff",
        "/sys/class/net/vif1.0/address|fe:ff:ff:ff:ff:ff",
        "/proc/cmdline|xen-pciback.hide=(0000:09:00.0)(0000:0a:04.1)",
        "/boot/grub/grub.cfg|module /boot/vmlinuz-2.6.32.57 root=/dev/sda1",
        "/sys/module/zfs/version|2.1.11.1",
        "/anything|enxyz, enx00163e12345, xenx00163e123456"
      })
  void otherTextAndSpecialAddressesAreKept(String file, String text) {
    assertThat(masked(file, text)).isEqualTo(text);
  }

  @Test
  void outputAboutTheHypervisorIsKept() {
    String info = "xen_version            : 4.17.5.1\nxen_extra : .5.1\n";
    assertThat(masking.told(List.of("xl", "info"), info)).isEqualTo(info);
    assertThat(masking.told(List.of("xl", "list", "-l"), "\"ip\": \"10.1.2.3\""))
        .doesNotContain("10.1.2.3");
  }

  @Test
  void aMaskedRouteStillMatchesItsNetwork() {
    String route = masked("/proc/net/route", "eth0\t0002010A\t0102010A\t3\t0\t0\t0\t00FFFFFF\t0");
    String[] fields = route.split("\t");
    int network = littleEndian(fields[1]);
    int mask = littleEndian(fields[7]);
    assertThat(fields[7]).isEqualTo("00FFFFFF");
    assertThat(network & ~mask).as("no host bits in the network's address").isZero();
    assertThat(littleEndian(fields[2]) & mask)
        .as("the gateway is in the network")
        .isEqualTo(network);
    assertThat(masking.connection("10.1.2.77 5000 10.1.2.3 22"))
        .matches("(\\d+\\.){3}\\d+ 5000 (\\d+\\.){3}\\d+ 22");
    Matcher peer =
        Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.\\d+ 5000")
            .matcher(masking.connection("10.1.2.77 5000 10.1.2.3 22"));
    assertThat(peer.find()).isTrue();
    int masked =
        Integer.parseInt(peer.group(1)) << 24
            | Integer.parseInt(peer.group(2)) << 16
            | Integer.parseInt(peer.group(3)) << 8;
    assertThat(masked & mask).isEqualTo(network);
  }

  @Test
  void maskedOutputOfIpIsStillConsistent() {
    String told =
        masking.told(
            List.of("ip", "-4", "-o", "route", "show", "table", "all"),
            """
            default via 10.1.2.1 dev eth0
            10.1.2.0/24 dev eth0 scope link src 10.1.2.3
            broadcast 10.1.2.255/24 dev eth0
            local 127.0.0.1 dev lo
            """);
    Matcher text =
        Pattern.compile(
                """
                default via ([\\d.]+\\.)\\d+ dev eth0
                (?<net>[\\d.]+\\.)0/24 dev eth0 scope link src ([\\d.]+\\.)\\d+
                broadcast ([\\d.]+\\.)255/24 dev eth0
                local 127\\.0\\.0\\.1 dev lo
                """)
            .matcher(told);
    assertThat(text.matches()).as(told).isTrue();
    assertThat(text.group(1)).isNotEqualTo("10.1.2.").isEqualTo(text.group("net"));
    assertThat(text.group(3)).isEqualTo(text.group("net"));
    assertThat(text.group(4)).isEqualTo(text.group("net"));
  }

  private static int littleEndian(String hex) {
    return Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
  }

  @Test
  void anAddressHasTheSameReplacementInEveryNotation() {
    String text = masked("/etc/hosts", "2001:db8::77");
    String hex =
        masked("/proc/net/if_inet6", "20010db8000000000000000000000077 02 40 00 80 eth0")
            .split(" ")[0];
    assertThat(IpAddress.parse(text).map(IpAddress::bytes).map(HexFormat.of()::formatHex))
        .contains(hex);
  }

  @Test
  void namesAreMaskedLikeTheirPaths() {
    String names = masking.names("/etc/xen", "10.1.2.3.cfg/pv1.cfg");
    assertThat(names).doesNotContain("10.1.2.3").endsWith("/pv1.cfg");
    assertThat(masking.path("/etc/xen/10.1.2.3.cfg")).isEqualTo("/etc/xen/" + names.split("/")[0]);
  }

  /** Otherwise a masked capture would not find the file that a masked text names. */
  @Test
  void aPathInATextIsMaskedLikeThePathOfTheFile() {
    for (String path :
        List.of(
            "/dev/disk/by-path/ip-10.1.2.3:3260-iscsi-iqn.2020-01.org:a-lun-0",
            "/srv/10.1.2.3/a.img",
            "/srv/10.1.2.0/24/a.img",
            "/sys/class/net/enx00163e123456/address",
            "/sys/devices/pci0000:00/0000:00:1c.0/0000:09:00.0/net/enx00163e123456")) {
      String masked = masking.path(path);
      assertThat(masked).isNotEqualTo(path);
      int slash = path.lastIndexOf('/');
      assertThat(masking.names(path.substring(0, slash), path.substring(slash + 1)))
          .isEqualTo(masked.substring(masked.lastIndexOf('/') + 1));
      if (!path.contains("/24/")) {
        assertThat(masked("/etc/fstab", path + " /x ext4")).isEqualTo(masked + " /x ext4");
      }
    }
  }

  /** systemd names an interface by its address. */
  @Test
  void anInterfacesNameIsMaskedLikeItsHardwareAddress() {
    String address = masked("/sys/class/net/enx00163e123456/address", "00:16:3e:12:34:56");
    assertThat(masking.names("/sys/class/net", "enx00163e123456"))
        .isEqualTo("enx" + address.replace(":", ""));
    assertThat(masking.words(List.of("ip", "link", "show", "enx00163e123456")).getLast())
        .isEqualTo("enx" + address.replace(":", ""));
  }

  @Test
  void theKeysOfAKeyboardAreNoSecret() {
    String bitmap = "B: EV=120013\nB: KEY=fffffffffffffffe\n";
    for (CapturePrivacy privacy : List.of(CapturePrivacy.usual(), masking)) {
      assertThat(privacy.file(Path.of("/proc/bus/input/devices"), bitmap)).isEqualTo(bitmap);
      assertThat(
              privacy.file(
                  Path.of("/sys/devices/platform/i8042/serio0/input/input3/uevent"),
                  "KEY=402000000 3803078f800d001\n"))
          .contains("402000000");
      assertThat(privacy.file(Path.of("/etc/anything"), "KEY=fffffffffffffffe")).contains("***");
    }
  }

  @Test
  void theReasonOfARefusalIsMasked() {
    Refusal refusal =
        masking.refusal(Problem.refused("/srv/10.1.2.3 cannot be read", "run it as root"));
    assertThat(refusal.blocker()).doesNotContain("10.1.2.3").endsWith(" cannot be read");
  }

  /** Its bytes are no text, and the registers must be those of the function. */
  @Test
  void aConfigurationSpaceThatContainsASettingIsKept() {
    String registers = "\206\200 password=pA5s\0\0";
    Path file = Path.of("/sys/bus/pci/devices/0000:09:00.0/config");
    assertThat(CapturePrivacy.usual().file(file, registers)).isEqualTo(registers);
  }

  @Test
  void withoutMaskingOnlySecretsAreRemoved() {
    CapturePrivacy usual = CapturePrivacy.usual();
    assertThat(usual.file(Path.of("/etc/xen/a"), "ip=10.1.2.3 passwd='x'"))
        .isEqualTo("ip=10.1.2.3 passwd='***'");
    assertThat(usual.file(Path.of("/sys/class/iscsi_session/session1/password"), "pA5s\n"))
        .isEqualTo("***");
    assertThat(usual.node("/local/domain/3/device/vfb/0/vncpasswd", "pA5s")).isEqualTo("***");
    assertThat(usual.node("/local/domain/0/backend/pci/3/0/key-0", "0000:09:00.0"))
        .isEqualTo("0000:09:00.0");
  }
}
