package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** guest-prepare, through the command line. */
class GuestPrepareCommandTest {

  @Test
  void onlyTheCommandsOfTheGuideArePrinted() {
    Run run = Run.of("guest-prepare", "--print", "--kind", "rhel5");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            modprobe acpiphp
            echo 'modprobe acpiphp' > /etc/sysconfig/modules/acpiphp.modules
            chmod +x /etc/sysconfig/modules/acpiphp.modules
            lsmod | grep acpiphp
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guest-prepare",
        "guest-prepare --print --ssh pv1",
        "guest-prepare --root /mnt --image /x",
        "guest-prepare --print --kind pvh",
        "guest-prepare --root /mnt --kind rhel5"
      })
  void anAmbiguousCommandLineIsAUsageError(String line) {
    Run run = Run.of(line.split(" "));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("fix:");
  }

  @Test
  void anInvalidHostNameReachesNoShell(@TempDir Path empty) {
    Run run = Run.on(empty, "guest-prepare", "--ssh", "pv1;reboot");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is not a host name");
  }
}
