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

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder).put("proc/sys/kernel/random/boot_id", "2f0d\n");
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
    host.put("proc/sys/kernel/random/boot_id", "77aa\n");
    assertThat(plugs().count()).isZero();
    keep(1);
    assertThat(plugs().count()).isEqualTo(1);
    host.store().with("/local/domain/3/vm", "/vm/another");
    assertThat(plugs().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hot-plugs=3\n", "boot=2f0d\nuuid=uuid-3\nhot-plugs=9999999999\n"})
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
