package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A real host, captured: the lab's dom0 on Xen 4.17, come to by SSH, its way out a bridge on a bond
 * of {@code 03:00.0} and {@code 0a:04.0}.
 */
class CapturedLabTest {
  private static final Path LAB =
      Path.of("src/test/resources/captures/lab-bond-and-bridge.gangway");

  @Test
  void itsFunctionsAreListed() {
    Run run = Run.on(LAB, "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines()).hasSize(10);
    assertThat(run.out()).contains("0000:01:00.0  storage  nvme", "0000:0a:04.1  network  e1000");
  }

  @Test
  void itsRootDiskIsNotTaken() {
    Run run = Run.on(LAB, "check", "hide", "00:1f.2");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out())
        .startsWith("blocked DISK-ROOT: dom0 would lose / with 0000:00:1f.2\n")
        .contains("/ is on /dev/sda1, on /dev/sda, on 0000:00:1f.2\n");
  }

  @Test
  void oneNicOfTheBondMayGoAndBothMayNot() {
    Run one = Run.on(LAB, "check", "hide", "03:00.0");
    assertThat(one.exit()).isEqualTo(ExitCode.DONE);
    assertThat(one.out()).contains("warning NETWORK-DEGRADED", "eth2, also in bond0, stays");
    Run both = Run.on(LAB, "check", "hide", "03:00.0", "0a:04.0");
    assertThat(both.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(both.out())
        .contains(
            "the SSH session from 10.0.2.2 is on br0, on bond0, on eth0, on 0000:03:00.0",
            "the SSH session from 10.0.2.2 is on br0, on bond0, on eth2, on 0000:0a:04.0");
  }

  @Test
  void anIdleDiskAndAnIdleNicMayGo() {
    Run run = Run.on(LAB, "check", "hide", "01:00.0", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("nothing blocks 'hide'\n");
  }

  @Test
  void whatIsAcceptedIsPlanned() {
    Run refused = Run.on(LAB, "hide", "--dry-run", "--now", "--accept", "DISK-ROOT", "00:1f.2");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    Run planned =
        Run.on(LAB, "hide", "--dry-run", "--now", "--accept", "DISK-ROOT=00:1f.2", "00:1f.2");
    assertThat(planned.exit()).isEqualTo(ExitCode.DONE);
    assertThat(planned.err()).startsWith("accepted DISK-ROOT");
    assertThat(planned.out()).contains("take 0000:00:1f.2 from ahci");
  }
}
