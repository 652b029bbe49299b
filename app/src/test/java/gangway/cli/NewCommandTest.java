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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** new and enable-hotplug on the files of another machine. */
class NewCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder).hidden(CARD).put("srv/vmlinux", "").put("srv/guest.img", "");
  }

  @Test
  void aDryRunShowsTheDefinition() {
    var before = host.everything();
    Run run =
        Run.on(
            folder,
            "new",
            "--dry-run",
            "db1",
            "--pci",
            "09:00.0",
            "--kernel",
            "/srv/vmlinux",
            "--args",
            "console=hvc0 root=/dev/xvda1",
            "--start");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().replaceAll("uuid=\"[0-9a-f-]{36}\"", "uuid=\"UUID\""))
        .isEqualTo(
            """
            define guest db1 for xl
              write /etc/xen/db1.cfg
              done when: /etc/xen/db1.cfg has the expected content
            start guest db1
              run xl create -q /etc/xen/db1.cfg uuid="UUID"
              done when: guest db1 is running and its driver sees its functions
            name = "db1"
            type = "pv"
            memory = 1024
            vcpus = 1
            kernel = "/srv/vmlinux"
            extra = "console=hvc0 root=/dev/xvda1 iommu=soft"
            passthrough = "enabled"
            e820_host = 1
            pci = [ "0000:09:00.0" ]
            """);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aRefusedRequestShowsItsFindingsAndNoPlan() {
    Run run = Run.on(folder, "new", "--dry-run", "pv2", "--kernel", "/srv/nothing");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("blocked GUEST-EXISTS", "blocked NO-SUCH-FILE");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db1",
        "db1 --initrd /srv/guest.img",
        "db1 --disk /srv/guest.img --args quiet",
        "db1 --kernel /srv/vmlinux --memory much",
        "db1 --kernel /srv/vmlinux --memory 0",
        "db1 --kernel /srv/vmlinux --vcpus 4000",
        "db1 --kernel /srv/vmlinux --toolstack kvm",
        "db1 --kernel /srv/vmlinux --pci 77:00.0",
        "db1 --kernel /srv/vmlinux --bridge a/b",
        "db1 --disk /srv/a --disk /srv/a",
        "1 --kernel /srv/vmlinux"
      })
  void anInvalidRequestIsAUsageError(String words) {
    Run run = Run.on(folder, words("new --dry-run " + words));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void enableHotplugSetsWhatTheDefinitionLacks() {
    Run lacking = Run.on(folder, words("enable-hotplug --dry-run pv2"));
    assertThat(lacking.exit()).isEqualTo(ExitCode.DONE);
    assertThat(lacking.lines()).first().isEqualTo("set passthrough, e820_host in /etc/xen/pv2.cfg");
    host.put(
        "etc/xen/pv2.cfg",
        "name = \"pv2\"\nbootloader='pygrub'\npassthrough = \"enabled\"\ne820_host = 1\n");
    assertThat(Run.on(folder, words("enable-hotplug --dry-run pv2")).out())
        .isEqualTo("already so: guest pv2 can be given devices while it runs, by its definition\n");
  }

  private static String[] words(String line) {
    return List.of(line.split(" ")).toArray(String[]::new);
  }
}
