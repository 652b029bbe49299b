package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A host with its root file system on LVM on a mirror: hiding one disk needs an acceptance; hiding
 * both is refused without an acceptance for each address.
 */
@Tag("rare")
class RootOnLvmTest {
  private static final String BOTH = "01:00.0 04:00.0";

  /** Prints everything that a hide could change. */
  private static final String STATE =
      """
      readlink /sys/bus/pci/devices/*/driver
      cat /proc/mounts /proc/mdstat
      ls -l --time-style=full-iso /boot /etc/modprobe.d
      """;

  @Test
  void rootIsFoundThroughLvmAndTheMirrorDownToBothControllers() {
    Lab lab = Checkout.start("e", LvmOnMirror.HARDWARE);
    try {
      lab.install(Checkout.DISTRIBUTION);
      Dom0 dom0 = lab.dom0();
      LvmOnMirror.moveRoot(dom0);
      assertThat(dom0.must("findmnt -n -o SOURCE /")).isEqualTo("/dev/mapper/vg-root\n");
      assertThat(dom0.must("cat /proc/mdstat")).contains("[UU]");
      String before = dom0.must(STATE);

      for (String one : List.of("01:00.0", "04:00.0")) {
        for (Output refused : refusals(dom0, one)) {
          assertThat(refused.exit()).isEqualTo(3);
          assertThat(said(refused))
              .contains(
                  "blocked DISK-DEGRADED: without 0000:04:00.0, /dev/md0 (raid1) would be degraded,"
                      + " not lost")
              .containsPattern(chain(one))
              .contains("--accept DISK-DEGRADED")
              .doesNotContain("DISK-ROOT");
        }
      }
      for (Output refused : refusals(dom0, BOTH)) {
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(said(refused))
            .contains(
                "blocked DISK-ROOT: 0000:01:00.0 carries /, and dom0 cannot run or boot without it")
            .containsPattern(chain("01:00.0"))
            .contains("--accept DISK-ROOT=0000:01:00.0")
            .contains(
                "blocked DISK-ROOT: 0000:04:00.0 carries /, and dom0 cannot run or boot without it")
            .containsPattern(chain("04:00.0"))
            .contains("--accept DISK-ROOT=0000:04:00.0");
      }

      Output withoutAddress = dom0.run("gangway hide --now --accept DISK-ROOT " + BOTH);
      Output withOneOfTwo = dom0.run("gangway hide --now --accept DISK-ROOT=04:00.0 " + BOTH);

      assertThat(withoutAddress.exit()).isEqualTo(3);
      assertThat(withoutAddress.err())
          .contains(
              "blocked DISK-ROOT: 0000:01:00.0 carries /, and dom0 cannot run or boot without it")
          .contains(
              "blocked DISK-ROOT: 0000:04:00.0 carries /, and dom0 cannot run or boot without it");
      assertThat(withOneOfTwo.exit()).isEqualTo(3);
      assertThat(withOneOfTwo.err())
          .contains(
              "blocked DISK-ROOT: 0000:01:00.0 carries /, and dom0 cannot run or boot without it")
          .contains(
              "accepted DISK-ROOT: 0000:04:00.0 carries /, and dom0 cannot run or boot without it");
      assertThat(dom0.must("gangway check hide 00:1f.2 || true"))
          .as("the old disk carries only /boot")
          .contains(
              "blocked DISK-ROOT: 0000:00:1f.2 carries /boot, and dom0 cannot run or boot without"
                  + " it")
          .doesNotContain("/ is on");
      assertThat(dom0.must(STATE)).isEqualTo(before);
    } finally {
      lab.stop();
    }
  }

  /** The results of the check and of the operation itself. */
  private static List<Output> refusals(Dom0 dom0, String functions) {
    return List.of(
        dom0.run("gangway check hide " + functions), dom0.run("gangway hide " + functions));
  }

  /**
   * A check prints its findings to standard output; a refused operation prints them to standard
   * error.
   */
  private static String said(Output refused) {
    return refused.out() + refused.err();
  }

  /** The kernel may number the two disks differently at every boot. */
  private static String chain(String function) {
    return " / is on /dev/mapper/vg-root \\(LVM\\), on /dev/md0 \\(raid1\\), on /dev/nvme[01]n1, on"
        + " 0000:"
        + function;
  }
}
