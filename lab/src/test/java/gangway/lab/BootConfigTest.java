package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** modprobe interprets the lines of {@code boot-config}, which hide functions at boot. */
@Tag("long")
@ExtendWith(SharedLab.class)
class BootConfigTest {
  @Test
  void modprobeLoadsPcibackWithTheHideListBeforeTheDriver(Dom0 dom0) {
    dom0.must(
        "mkdir /tmp/modprobe.d; gangway boot-config --dialect modprobe.d --driver igb 09:00.0 0a:04.1"
            + " > /tmp/modprobe.d/gangway.conf");

    List<String> does = dom0.must("modprobe -n -v -C /tmp/modprobe.d igb").lines().toList();

    assertThat(does).anyMatch(l -> l.contains("/xen-pciback.ko hide=(0000:09:00.0)(0000:0a:04.1)"));
    assertThat(does.getLast()).contains("/igb.ko");
  }

  @Test
  void theLinesForModprobeConfAreExactlyThoseOfTheGuideAndModprobeRunsThem(Dom0 dom0) {
    String lines =
        dom0.must(
            "gangway boot-config --dialect modprobe.conf --driver bnx2 0000:09:00.0"
                + " | tee /tmp/modprobe.conf");

    assertThat(lines)
        .isEqualTo(
            """
            install bnx2 /sbin/modprobe pciback; /sbin/modprobe --first-time --ignore-install bnx2
            options pciback hide=(0000:09:00.0)
            """);
    assertThat(dom0.must("modprobe -n -v -C /tmp/modprobe.conf bnx2"))
        .contains("/sbin/modprobe pciback; /sbin/modprobe --first-time --ignore-install bnx2");
  }
}
