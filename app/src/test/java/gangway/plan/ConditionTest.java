package gangway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** General conditions: met exactly where the machine is in that state. */
class ConditionTest {
  private static final Path SETTINGS = Path.of("/etc/modprobe.d/gangway.conf");
  private static final String TEXT = "options xen-pciback hide=(0000:09:00.0)\n";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aCommandProvesAConditionByWholeLines() {
    Command question = Command.of("printf", "present loaded\\nat-boot yes\\n");
    Condition both =
        new Condition.CommandPrints(question, List.of("at-boot yes", "present loaded"));
    assertThat(both.isMet(new LiveMachine())).isTrue();
    assertThat(both.survivesReboot()).isTrue();
    for (String other : List.of("at-boot", "at-boot no", "present loaded\nat-boot yes")) {
      assertThat(new Condition.CommandPrints(question, List.of(other)).isMet(new LiveMachine()))
          .isFalse();
    }
    assertThat(new Condition.CommandPrints(Command.of("false"), List.of()).isMet(new LiveMachine()))
        .isFalse();
    host.withoutProgram("printf");
    assertThat(isMet(both)).as("where no command can be run").isFalse();
  }

  @Test
  void aXenStoreNodeHasAValueOrDoesNotExist() {
    String node = "/libxl/pci/0000-09-00-0/domid";
    assertThat(isMet(new Condition.XenStoreNodeIs(node, Optional.empty()))).isTrue();
    host.store().with(node, "3");
    assertThat(isMet(new Condition.XenStoreNodeIs(node, Optional.of("3")))).isTrue();
    assertThat(isMet(new Condition.XenStoreNodeIs(node, Optional.of("4")))).isFalse();
    assertThat(isMet(new Condition.XenStoreNodeIs(node, Optional.empty()))).isFalse();
  }

  @Test
  void aFileHasAWholeTextOrDoesNotExist() {
    assertThat(isMet(new Condition.FileIs(SETTINGS, Optional.empty()))).isTrue();
    assertThat(isMet(new Condition.FileIs(SETTINGS, Optional.of("")))).isFalse();
    host.put("etc/modprobe.d/gangway.conf", TEXT);
    assertThat(isMet(new Condition.FileIs(SETTINGS, Optional.of(TEXT)))).isTrue();
    assertThat(isMet(new Condition.FileIs(SETTINGS, Optional.of(TEXT + " ")))).isFalse();
    assertThat(isMet(new Condition.FileIs(SETTINGS, Optional.empty()))).isFalse();
  }

  private boolean isMet(Condition state) {
    return state.isMet(host.machine());
  }
}
