package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Functions come and go while the kernel module in the guest looks for lines to release. The
 * guest's kernel checks its locks and its memory (lockdep, DEBUG_OBJECTS, SLUB's poison) and must
 * find no fault.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class GuestModuleStressTest {
  private static final String FOLDER = "/srv/kernel-debug";
  private static final int MOST_ROUNDS = 12;
  private static final int FEWEST_ROUNDS = 3;
  private static final int SECONDS = 150;

  /** The taint of a module from outside the kernel's source. */
  private static final int MODULE = 4096;

  @Test
  void hotPlugsDuringTheSweepsOfTheModuleDamageNothing(Lab lab, Dom0 dom0) throws IOException {
    CountingGuest guest = guestWithDebugKernel(lab, dom0);
    dom0.must("gangway hide --now 09:00.0 0a:04.0 0a:04.1");

    // without the module: a fault of the kernel itself is not taken for one of the module
    dom0.must("xl pci-attach pv1 09:00.0");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    dom0.must("xl pci-detach pv1 09:00.0");
    dom0.must("in-guest pv1 'while test -d /sys/class/net/eth0; do sleep 1; done'");
    mustBeSound(dom0, "the kernel without the module", 0);

    dom0.must("in-guest pv1 'insmod /gangway_pirq.ko'");
    dom0.must("in-guest pv1 '/hot-plugs load >/dev/null 2>&1 & true'");
    int before = guest.count();
    Output loop = dom0.run("bash /root/hot-plugs pv1 %d %d".formatted(MOST_ROUNDS, SECONDS));
    System.out.print(loop.out().indent(2));
    dom0.must("in-guest pv1 'rm /load; while test -e /loading; do sleep 1; done'");
    mustBeSound(dom0, "the kernel with the module", MODULE);

    assertThat(loop.ok()).as(loop.out() + loop.err()).isTrue();
    String[] totals = loop.out().strip().lines().toList().getLast().split("\\|", -1);
    assertThat(Integer.parseInt(totals[0])).as("rounds").isGreaterThanOrEqualTo(FEWEST_ROUNDS);
    assertThat(totals[3]).as("lines that could not be released").endsWith(" 0");
    // the whole log would take minutes on the console
    System.out.print(
        dom0.must("in-guest pv1 \"dmesg | grep -c 'gangway_pirq: released the left-over'\"")
            .indent(2));
    dom0.must("xl pci-attach pv1 09:00.0");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    guest.mustPing();
    guest.mustHaveContinuedFrom(before);
    mustBeSound(dom0, "the kernel at the end", MODULE);
  }

  private static CountingGuest guestWithDebugKernel(Lab lab, Dom0 dom0) throws IOException {
    lab.copy(Checkout.debugKernel(), FOLDER);
    dom0.must("cat > /root/hot-plugs <<'END'\n" + resource("hot-plugs.dom0") + "END");
    dom0.must(
        "mkdir /root/part && cat > /root/part/hot-plugs <<'END'\n"
            + resource("hot-plugs.guest")
            + "END");
    dom0.must(
        """
        set -e
        chmod 755 /root/part/hot-plugs
        cd /root/part
        echo hot-plugs | cpio --quiet -H newc -R 0:0 -o | gzip > %1$s/part.img
        cat /srv/guest.img %1$s/module.img %1$s/part.img > %1$s/guest.img
        sed -i 's#/srv/vmlinux#%1$s/vmlinux#; s#/srv/guest.img#%1$s/guest.img#; s#iommu=soft#& slub_debug=FZP log_buf_len=4M#
          s#^memory = .*#memory = 512#; s#^vcpus = .*#vcpus = 2#' /etc/xen/pv1.cfg
        printf 'passthrough = "enabled"\\ne820_host = 1\\n' >> /etc/xen/pv1.cfg
        xl create -q /etc/xen/pv1.cfg
        """
            .formatted(FOLDER));
    // a kernel that checks itself boots slowly; if it does not boot, its messages tell why
    Output boot =
        dom0.run(
            """
            tty=$(xenstore-read /local/domain/$(xl domid pv1)/console/tty) || exit
            (stty raw -echo; timeout 400 sed -u '/guest ready/q') <>$tty
            exit 0
            """);
    // the kernel's messages would mix with the output of the commands on the same console
    assertThat(dom0.run("in-guest pv1 'dmesg -n 1'").ok()).as(boot.out()).isTrue();
    return CountingGuest.counting(dom0, "pv1");
  }

  /** The kernel's own checks have found nothing. */
  private static void mustBeSound(Dom0 dom0, String what, int taint) {
    assertThat(dom0.must("in-guest pv1 '/hot-plugs sound %d'".formatted(taint))).as(what).isBlank();
  }

  private static String resource(String name) throws IOException {
    try (InputStream text = GuestModuleStressTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
