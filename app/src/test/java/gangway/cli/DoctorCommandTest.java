package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** doctor, through the command line. */
class DoctorCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aHealthyHostIsReportedAsHealthy() {
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("no problems found\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anIssueIsPrintedWithEvidenceConsequenceAndFix() {
    host.put(host.folder(CARD) + "/driver_override", "pciback\n");
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .isEqualTo(
            """
            warning OVERRIDE-LEFT: 0000:09:00.0 is reserved for pciback, but driver e1000e is bound to it
              /sys/bus/pci/devices/0000:09:00.0/driver_override is pciback
              the kernel: bound to e1000e
              consequence: once e1000e is unbound, it cannot bind to the function again
              fix: gangway doctor --fix (clear the driver_override of 0000:09:00.0)
            1 problem found; 'gangway doctor --fix' repairs 1
            """);
  }

  @Test
  void aNoteIsNotAFailure() {
    host.put("proc/cmdline", "xen-pciback.hide=(09:00.0)(09:00.0)\n")
        .put("etc/modprobe.d/a.conf", "softdep e1000e pre: xen-pciback\n");
    Run run = Run.on(folder, "doctor");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines()).first().asString().startsWith("note HIDE-LIST-TWICE: (0000:09:00.0) ");
    assertThat(run.lines()).last().isEqualTo("no problems found");
  }

  private static ExitCode treated(ActingHost machine, Console console) {
    return DoctorCommand.treat(machine, console, new ConsoleProgress(console, AcceptPolicy.NONE));
  }

  @Test
  void fixPrintsTheRepairsAndTheRemainingIssues() {
    destroyed().put("etc/modprobe.d/x.conf", "options xen-pciback hide=(0b:00.0)\n");
    Run run = Run.of(console -> treated(host.machine(), console));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(
            """
            repairing RECORD-LEFT: domain 3 is gone, but XenStore still has its record of 0000:09:00.0
              remove the PCI record of domain 3
            repaired 1 of 1; issues after the repair:
            warning HIDE-LIST-ABSENT: (0000:0b:00.0) is in the list to hide at boot, but this host has no such function
            """)
        .endsWith("\n1 problem found\n");
    host.without("etc/modprobe.d/x.conf");
    Run again = Run.of(console -> treated(host.machine(), console));
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).isEqualTo("no problems found\n");
  }

  @Test
  void aFailedRepairIsReportedWithTheReason() {
    destroyed();
    ActingHost machine = host.machine().failing(1, Failure.NOT_DONE);
    Run run = Run.of(console -> treated(machine, console));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("failed: remove the PCI record of domain 3")
        .contains("not repaired: RECORD-LEFT: failed; everything is as it was before")
        .contains("could not remove the PCI record of domain 3: 'xenstore-rm");
    assertThat(run.lines()).last().asString().startsWith("1 problem found");
  }

  @Test
  void jsonHasTheSameIssues() {
    destroyed();
    Run run = Run.of(console -> DoctorCommand.examine(host.machine(), console, true));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.json())
        .contains(
            "healthy=false",
            "issues[0].code=RECORD-LEFT",
            "issues[0].severity=warns",
            "issues[0].fixable=true",
            "issues[0].remedy=gangway doctor --fix (remove the PCI record of domain 3)")
        .noneMatch(value -> value.startsWith("repaired"));
  }

  @Test
  void withJsonRepairsAreReportedOnlyInJson() {
    destroyed();
    Run run = Run.on(host.machine(), List.of("doctor", "--fix", "--json"));
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.json())
        .contains("repaired[0].code=RECORD-LEFT", "healthy=true")
        .noneMatch(value -> value.startsWith("issues[") || value.startsWith("failed["));
  }

  @Test
  void doctorNeedsRoot() {
    ActingHost machine = host.withoutRoot().machine();
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Run.of(console -> DoctorCommand.examine(machine, console, false)));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
  }

  @Test
  void anotherMachineIsNotRepaired() {
    Run run = Run.on(folder, "doctor", "--fix");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("gangway: --host is only for reading: gangway cannot change another machine");
  }

  /** Guest pv1 had the card when the guest was destroyed. */
  private GuideHost destroyed() {
    host.hidden(CARD)
        .given(3, CARD)
        .store()
        .without("/local/domain/3")
        .without("/libxl/pci/0000-09-00-0");
    return host;
  }
}
