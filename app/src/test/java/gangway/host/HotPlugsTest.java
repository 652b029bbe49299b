package gangway.host;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.boot.FileEdit;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotPlugsTest {
  private static final String FILE = "var/lib/gangway/hot-plugs/3";
  private static final String BOOT = "2f0d2b7e-51a4-4c3d-9d67-0f6b1d2c3a4e";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", BOOT + "\n");
  }

  @Test
  void hotPlugsAreCountedSinceTheGuestsStart() {
    assertThat(plugs().count()).isZero();
    keep(7);
    assertThat(plugs().count()).isEqualTo(7);
    keep(8);
    assertThat(plugs().count()).isEqualTo(8);
  }

  @Test
  void anotherGuestWithTheSameNumberStartsAtZero() {
    keep(7);
    host.put("proc/sys/kernel/random/boot_id", BOOT.replace('2', '7') + "\n");
    assertThat(plugs().count()).isZero();
    keep(1);
    assertThat(plugs().count()).isEqualTo(1);
    host.store().with("/local/domain/3/vm", "/vm/another");
    assertThat(plugs().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hot-plugs=3\n", "boot=" + BOOT + "\nuuid=uuid-3\nhot-plugs=9999999999\n"})
  void anInvalidFileCountsAsZero(String text) {
    host.put(FILE, text);
    assertThat(plugs().count()).isZero();
  }

  private void keep(int count) {
    FileEdit edit = plugs().counting(count);
    host.put(FILE, edit.after().orElseThrow());
  }

  private HotPlugs plugs() {
    return Objects.requireNonNull(host.observed().hotPlugs().get(3));
  }
}
