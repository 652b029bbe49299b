package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import gangway.MemoryFolder;
import gangway.guard.ToolGuard.Status;
import gangway.host.GuideHost;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolGuardsTest {
  private static final Path GANGWAY = Path.of("/opt/gangway/bin/gangway");
  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).put("usr/bin/dpkg-divert", "");
  }

  @Test
  void theToolsOfEveryVersionOfXenAreGuarded() {
    host.put("usr/lib/xen-4.17/bin/xl", "\177ELF").put("usr/lib/xen-4.20/bin/xl", "\177ELF");
    host.put("usr/lib/xen-4.20/bin/libxl-save-helper", "\177ELF");
    assertThat(guards().all())
        .extracting(guard -> guard.tool().toString(), ToolGuard::status)
        .containsExactly(
            tuple("/usr/lib/xen-4.17/bin/xl", Status.UNGUARDED),
            tuple("/usr/lib/xen-4.20/bin/xl", Status.UNGUARDED),
            tuple("/usr/lib/xen-4.20/bin/libxl-save-helper", Status.UNGUARDED));
    assertThat(guards().complete()).isFalse();
    assertThat(steps(guards().install().orElseThrow().steps())).hasSize(6);
    assertThat(guards().remove()).isEmpty();
  }

  @Test
  void anInstalledWrapperScriptIsKept() {
    guarded(GANGWAY);
    assertThat(guards().complete()).isTrue();
    assertThat(guards().install()).isEmpty();
    assertThat(guards().remove()).isPresent();
  }

  @Test
  void aWrapperScriptForAnotherPathOfGangwayIsReplaced() {
    guarded(Path.of("/usr/local/gangway/bin/gangway"));
    assertThat(guards().complete()).isFalse();
    assertThat(steps(guards().install().orElseThrow().steps()))
        .containsExactly("update the wrapper script /usr/lib/xen-4.17/bin/xl");
  }

  @Test
  void withoutDpkgDivertThereIsNoGuard() {
    host.without("usr/bin/dpkg-divert").put("usr/sbin/xl", "\177ELF");
    assertThat(guards().all()).extracting(ToolGuard::status).containsExactly(Status.UNSUPPORTED);
    assertThat(guards().complete()).isFalse();
    assertThat(guards().install()).isEmpty();
  }

  @Test
  void aHelperWithOtherArgumentsIsNotGuarded() {
    host.put("usr/lib/xen-4.4/bin/xl", "\177ELF");
    host.put("usr/lib/xen-4.4/bin/libxl-save-helper", "\177ELF");
    assertThat(guards().all())
        .extracting(ToolGuard::status)
        .containsExactly(Status.UNGUARDED, Status.UNSUPPORTED);
  }

  @Test
  void withoutToolsTheGuardIsNotComplete() {
    assertThat(guards().complete()).isFalse();
  }

  @Test
  void hooksAreInstalledWhereLibvirtAndPolkitAre() {
    guarded(GANGWAY);
    host.put("etc/libvirt/libvirtd.conf", "#access_drivers = [ \"polkit\" ]\n");
    assertThat(guards().libvirt())
        .extracting(LibvirtFile::status)
        .containsExactly(Status.UNGUARDED, Status.UNSUPPORTED);
    host.put("etc/polkit-1/rules.d/50-default.rules", "");
    assertThat(steps(guards().install().orElseThrow().steps()))
        .containsExactly(
            "install the hook /etc/libvirt/hooks/libxl.d/gangway",
            "install the rule /etc/polkit-1/rules.d/00-gangway.rules");
    assertThat(guards().libvirt().getLast().toString())
        .contains("libvirt is not configured to ask polkit");
    host.put("etc/libvirt/libvirtd.conf", "access_drivers = [ \"polkit\" ]\n");
    assertThat(guards().libvirt().getLast().effective()).isTrue();
    assertThat(guards().complete()).as("the guards do not need it").isTrue();
  }

  @Test
  void aFileOfAnotherOriginIsKept() {
    host.put("etc/libvirt/hooks/libxl.d/gangway", "#!/bin/sh\n");
    assertThat(guards().libvirt().getFirst().status()).isEqualTo(Status.UNSUPPORTED);
    assertThat(guards().install()).isEmpty();
    assertThat(guards().remove()).isEmpty();
  }

  @Test
  void installedHooksAreRemoved() {
    LibvirtFile absent = guards().libvirt().getFirst();
    host.put("etc/libvirt/hooks/libxl.d/gangway", absent.wanted());
    assertThat(steps(guards().remove().orElseThrow().steps()))
        .containsExactly("remove /etc/libvirt/hooks/libxl.d/gangway");
  }

  private void guarded(Path gangway) {
    String tool = "usr/lib/xen-4.17/bin/xl";
    host.put(tool, ToolWrapper.XL.text(gangway, Path.of("/" + tool)));
    host.put(tool + ".distrib", "\177ELF");
  }

  private ToolGuards guards() {
    return ToolGuards.read(host.machine(), GANGWAY);
  }

  private static List<String> steps(List<Step> steps) {
    return steps.stream().map(Step::says).toList();
  }
}
