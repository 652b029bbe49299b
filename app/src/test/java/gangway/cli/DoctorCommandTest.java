package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** doctor, as its user sees it. */
class DoctorCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aHostThatIsWellIsSaidToBe() {
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("nothing ails this host\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anAilmentIsToldWithItsEvidenceItsConsequenceAndItsCure() {
    host.put(host.folder(CARD) + "/driver_override", "pciback\n");
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .isEqualTo(
            """
            warning OVERRIDE-LEFT: 0000:09:00.0 is kept for pciback, and e1000e has it
              /sys/bus/pci/devices/0000:09:00.0/driver_override is pciback
              the kernel: held by e1000e
              so: once e1000e lets go of it, it cannot take it again
              cure: gangway doctor --fix (clear the driver_override of 0000:09:00.0)
            1 thing ails this host; 'gangway doctor --fix' mends 1
            """);
  }

  @Test
  void whatIsGoodToKnowIsNoFailure() {
    host.put("proc/cmdline", "xen-pciback.hide=(09:00.0)(09:00.0)\n");
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines()).first().asString().startsWith("note HIDE-LIST-TWICE: (0000:09:00.0) ");
    assertThat(run.lines()).last().isEqualTo("nothing ails this host");
  }

  @Test
  void fixTellsWhatItMendsAndThenWhatIsLeft() {
    destroyed().put("etc/modprobe.d/x.conf", "options xen-pciback hide=(0b:00.0)\n");
    Run run = Run.of(console -> DoctorCommand.treat(host.machine(), console, false));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(
            """
            mending RECORD-LEFT: domain 3 is gone, and XenStore still has its record of 0000:09:00.0
              remove the PCI record of domain 3
            mended 1 of 1; looked anew:
            warning HIDE-LIST-ABSENT: (0000:0b:00.0) is to be hidden at boot, and is not here
            """)
        .endsWith("\n1 thing ails this host\n");
    host.without("etc/modprobe.d/x.conf");
    Run again = Run.of(console -> DoctorCommand.treat(host.machine(), console, false));
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).isEqualTo("nothing ails this host\n");
  }

  @Test
  void whatCouldNotBeMendedIsSaidWithTheReason() {
    destroyed();
    ActingHost machine = host.machine().failing(1, Failure.NOT_DONE);
    Run run = Run.of(console -> DoctorCommand.treat(machine, console, false));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("failed: remove the PCI record of domain 3")
        .contains("not mended: RECORD-LEFT: failed; everything is as it was before")
        .contains("could not remove the PCI record of domain 3: 'xenstore-rm");
    assertThat(run.lines()).last().asString().startsWith("1 thing ails this host");
  }

  @Test
  void whatIsFoundIsTheSameInJson() {
    destroyed();
    Run run = Run.of(console -> DoctorCommand.examine(host.machine(), console, true));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.json())
        .contains(
            "well=false",
            "ailments[0].code=RECORD-LEFT",
            "ailments[0].severity=warns",
            "ailments[0].safe=true",
            "ailments[0].cure=gangway doctor --fix (remove the PCI record of domain 3)")
        .noneMatch(value -> value.startsWith("mended"));
  }

  @Test
  void whatIsMendedIsToldInJsonAlone() {
    destroyed();
    Run run = Run.of(console -> DoctorCommand.treat(host.machine(), console, true));
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.json())
        .contains("mended[0].code=RECORD-LEFT", "well=true")
        .noneMatch(value -> value.startsWith("ailments[") || value.startsWith("failed["));
  }

  @Test
  void onlyRootSeesEnough() {
    ActingHost machine = host.withoutRoot().machine();
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Run.of(console -> DoctorCommand.examine(machine, console, false)));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
  }

  @Test
  void anotherMachineIsLookedAtAndNotMended() {
    Run run = Run.on(folder, "doctor", "--fix");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("gangway: another machine can be looked at, not acted on");
  }

  /** The guest pv1 had the card when it was destroyed. */
  private GuideHost destroyed() {
    host.hidden(CARD).given(3, CARD).store().without("/local/domain/3");
    return host;
  }
}
