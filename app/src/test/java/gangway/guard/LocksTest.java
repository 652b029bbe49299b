package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import gangway.MemoryFolder;
import gangway.guard.Lock.Standing;
import gangway.handover.Step;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksTest {
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
    assertThat(locks().all())
        .extracting(lock -> lock.tool().toString(), Lock::standing)
        .containsExactly(
            tuple("/usr/lib/xen-4.17/bin/xl", Standing.OPEN),
            tuple("/usr/lib/xen-4.20/bin/xl", Standing.OPEN),
            tuple("/usr/lib/xen-4.20/bin/libxl-save-helper", Standing.OPEN));
    assertThat(locks().complete()).isFalse();
    assertThat(steps(locks().install().orElseThrow().plan().steps())).hasSize(6);
    assertThat(locks().remove()).isEmpty();
  }

  @Test
  void anInstalledWrapperScriptIsKept() {
    host.put("usr/lib/xen-4.17/bin/xl", Front.XL.text(GANGWAY));
    assertThat(locks().complete()).isTrue();
    assertThat(locks().install()).isEmpty();
    assertThat(locks().remove()).isPresent();
  }

  @Test
  void aWrapperScriptOfAnotherGangwayIsRenewed() {
    host.put("usr/lib/xen-4.17/bin/xl", Front.XL.text(Path.of("/usr/local/gangway/bin/gangway")));
    assertThat(locks().complete()).isFalse();
    assertThat(steps(locks().install().orElseThrow().plan().steps()))
        .containsExactly("renew what stands in the place of /usr/lib/xen-4.17/bin/xl");
  }

  @Test
  void withoutDpkgDivertThereIsNoGuard() {
    host.without("usr/bin/dpkg-divert").put("usr/sbin/xl", "\177ELF");
    assertThat(locks().all()).extracting(Lock::standing).containsExactly(Standing.WITHOUT);
    assertThat(locks().complete()).isFalse();
    assertThat(locks().install()).isEmpty();
  }

  @Test
  void aHelperWithOtherArgumentsIsNotGuarded() {
    host.put("usr/lib/xen-4.4/bin/xl", "\177ELF");
    host.put("usr/lib/xen-4.4/bin/libxl-save-helper", "\177ELF");
    assertThat(locks().all())
        .extracting(Lock::standing)
        .containsExactly(Standing.OPEN, Standing.WITHOUT);
  }

  @Test
  void withoutToolsTheGuardIsNotComplete() {
    assertThat(locks().complete()).isFalse();
  }

  @Test
  void hooksAreInstalledWhereLibvirtAndPolkitAre() {
    host.put("usr/lib/xen-4.17/bin/xl", Front.XL.text(GANGWAY));
    host.put("etc/libvirt/libvirtd.conf", "#access_drivers = [ \"polkit\" ]\n");
    assertThat(locks().libvirt())
        .extracting(LibvirtFile::standing)
        .containsExactly(Standing.OPEN, Standing.WITHOUT);
    host.put("etc/polkit-1/rules.d/50-default.rules", "");
    assertThat(steps(locks().install().orElseThrow().plan().steps()))
        .containsExactly(
            "put a hook at /etc/libvirt/hooks/libxl.d/gangway",
            "put a rule at /etc/polkit-1/rules.d/00-gangway.rules");
    assertThat(locks().libvirt().getLast().toString())
        .contains("libvirt is not configured to ask polkit");
    host.put("etc/libvirt/libvirtd.conf", "access_drivers = [ \"polkit\" ]\n");
    assertThat(locks().libvirt().getLast().heeded()).isTrue();
    assertThat(locks().complete()).as("the guards do not need it").isTrue();
  }

  @Test
  void aFileOfAnotherOriginIsKept() {
    host.put("etc/libvirt/hooks/libxl.d/gangway", "#!/bin/sh\n");
    assertThat(locks().libvirt().getFirst().standing()).isEqualTo(Standing.WITHOUT);
    assertThat(locks().install()).isEmpty();
    assertThat(locks().remove()).isEmpty();
  }

  @Test
  void installedHooksAreRemoved() {
    LibvirtFile absent = locks().libvirt().getFirst();
    host.put("etc/libvirt/hooks/libxl.d/gangway", absent.wanted());
    assertThat(steps(locks().remove().orElseThrow().plan().steps()))
        .containsExactly("take away /etc/libvirt/hooks/libxl.d/gangway");
  }

  private Locks locks() {
    return Locks.read(host.machine(), GANGWAY);
  }

  private static List<String> steps(List<Step> steps) {
    return steps.stream().map(Step::says).toList();
  }
}
