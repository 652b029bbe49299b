package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code enable-hotplug --check}: whether a guest can be given devices while it runs. */
class EnableHotplugCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aDefinedGuestIsCheckedByItsDefinition() {
    Run lacking = check("pv2");
    assertThat(lacking.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(lacking.out()).isEmpty();
    assertThat(lacking.err())
        .startsWith("gangway: guest 'pv2' cannot be given devices while it runs\n")
        .contains("/etc/xen/pv2.cfg lacks passthrough, e820_host")
        .contains("gangway enable-hotplug pv2");
    host.put(
        "etc/xen/pv2.cfg",
        "name = \"pv2\"\nbootloader='pygrub'\npassthrough = \"enabled\"\ne820_host = 1\n");
    Run ready = check("pv2");
    assertThat(ready.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ready.out())
        .isEqualTo("guest pv2 can be given devices while it runs, once it is started\n");
    host.put("etc/xen/pv2.cfg", "name = \"pv2\"\nbootloader='pygrub'\ntype = \"hvm\"\n");
    assertThat(check("pv2").exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(check("pv2").err()).contains("guest pv2 is not a PV guest");
  }

  @Test
  void aRunningGuestIsCheckedByHowItWasCreated() {
    host.made(3, "{}", "{}");
    Run lacking = check("pv1");
    assertThat(lacking.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(lacking.err())
        .contains("userdata-d.3.uuid-3.libxl-json: no PCI function, no passthrough, no e820_host")
        .contains("'gangway enable-hotplug pv1', then shut the guest down and start it again");
    host.put(
        "etc/xen/pv1.cfg",
        "name = \"pv1\"\nbootloader='pygrub'\npassthrough = \"enabled\"\ne820_host = 1\n");
    assertThat(check("pv1").err()).contains("its definition allows hot-plug");
  }

  @Test
  void hotPlugThatWorksOnlyUntilTheNextStartIsReported() {
    host.made(3, "{}", "{ \"e820_host\": \"True\" }");
    Run run = check("pv1");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            guest pv1 can be given devices while it runs
              but not after its next start: run 'gangway enable-hotplug pv1'
            """);
  }

  @Test
  void aGuestWithoutLibxlsRecordIsNotVerifiable() {
    host.made(3, "{}", "{}").without("var/lib/xen/userdata-d.3.uuid-3.libxl-json");
    Run run = check("pv1");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("not verifiable", "userdata-d.3.uuid-3.libxl-json");
  }

  @Test
  void onlyRootCanCheck() {
    host.made(3, "{}", "{}").withoutRoot();
    Run run = check("pv1");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("only root can see", "run the command as root");
  }

  @Test
  void anUnknownGuestIsAUsageError() {
    Run run = check("pv9");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no guest 'pv9'");
  }

  @Test
  void nothingIsChanged() {
    var before = host.everything();
    assertThat(check("pv2").exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(host.changesSince(before)).isEmpty();
  }

  private Run check(String guest) {
    return Run.of(console ->
        new Gangway(console, host::machine).run(List.of("enable-hotplug", "--check", guest)));
  }
}
