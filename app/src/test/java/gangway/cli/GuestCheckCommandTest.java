package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of guests, as guest-check, guests and show print them. */
class GuestCheckCommandTest {
  private static final String SAID = "/local/domain/3/data/gangway/";
  private static final String DRIVER = SAID + "pci/0000-00-00-0";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void aGuestWithADevice() {
    host = new GuideHost(folder).made(3, "{}", "{}").hidden(CARD).given(3, CARD);
  }

  @Test
  void theAgentsReportIsShownByAllCommands() {
    host.store().with(SAID + "agent", "1").with(DRIVER, "e1000e");
    Run check = run("guest-check", "pv1");
    assertThat(check.exit()).as(check.err()).isEqualTo(ExitCode.DONE);
    assertThat(check.lines())
        .containsExactly(
            "guest pv1 (domain 3)",
            "  hot-plug module     yes, connected in XenStore",
            "  after reboot        -",
            "  0000:09:00.0        seen at 0000:00:00.0, driver e1000e, link -");
    assertThat(run("guest-check", "pv1", "--json").json())
        .contains(
            "guest=pv1",
            "domid=3",
            "healthy=true",
            "module=true",
            "functions[0].address=0000:09:00.0",
            "functions[0].guestView.kind=driver",
            "functions[0].guestView.driver=e1000e")
        .noneMatch(value -> value.startsWith("functions[0].link="));
    assertThat(run("guests").out())
        .containsPattern("0000:09:00.0 at 0000:00:00.0, only until its next start +e1000e\n");
    assertThat(run("guests", "--json").json())
        .contains("guests[0].functions[0].guestView.driver=e1000e");
    assertThat(run("show", CARD).lines()).contains("  guest driver        e1000e");
    assertThat(run("show", "--json", CARD).json()).contains("guestView.driver=e1000e");
  }

  @Test
  void aFunctionWithoutADriverIsAProblem() {
    host.store().with(DRIVER, "");
    Run check = run("guest-check", "pv1");
    assertThat(check.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(check.out()).contains("seen at 0000:00:00.0, driver none, link -");
    assertThat(run("guests").out())
        .containsPattern("0000:00:00.0, only until its next start +no driver\n");
    assertThat(run("show", "--json", CARD).json()).contains("guestView.kind=no-driver");
  }

  @Test
  void withoutAReportTheStateIsUnknown() {
    Run check = run("guest-check", "pv1");
    assertThat(check.out()).contains("seen -, driver -, link -");
    assertThat(run("guests").out()).containsPattern("0000:00:00.0, only until its next start +-\n");
    assertThat(run("show", CARD).lines()).contains("  guest driver        -");
    assertThat(run("show", "--json", CARD).out()).doesNotContain("guestView");
  }

  @Test
  void whileTheGuestStartsTheListSaysThatItDoesNotUseTheFunctionYet() {
    host.store()
        .with("/local/domain/0/backend/pci/3/0/state", "3")
        .with("/local/domain/3/device/pci/0/state", "1");
    assertThat(run("guests").out())
        .contains("0000:09:00.0 at 0000:00:00.0 (not used yet: the guest is starting)");
  }

  @Test
  void aMalformedReportCountsAsNoReport() {
    host.store().with(DRIVER, "e1000e\u001b[2J".repeat(1000));
    assertThat(run("guests").out()).containsPattern("0000:00:00.0, only until its next start +-\n");
    assertThat(run("guest-check", "pv1").out()).contains("driver -");
  }

  @Test
  void aMissingGuestAndAGuestThatIsOffAreRefused() {
    assertThat(run("guest-check", "nobody").exit()).isEqualTo(ExitCode.USAGE);
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\n");
    Run off = run("guest-check", "pv2");
    assertThat(off.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(off.err()).contains("guest 'pv2' does not run");
  }

  private Run run(String... words) {
    return Run.of(console -> new Gangway(console, host::machine).run(List.of(words)));
  }
}
