package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test host behaves the same in memory and on the disk. */
class MemoryFilesTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private static GuideHost changed(GuideHost host) {
    host.hidden(CARD, TWIN).given(3, CARD).opened("mixer", "snd/pcm", CARD);
    host.unbind("pciback", TWIN);
    return host.put("etc/a/b", "\u00e9").without("etc/a");
  }

  @Test
  void theContentIsTheSame() {
    GuideHost memory = changed(new GuideHost());
    GuideHost disk = changed(new GuideHost(folder));

    assertThat(memory.everything()).isEqualTo(disk.everything());
    assertThat(told(memory.observed())).isEqualTo(told(disk.observed()));
    assertThat(memory.machine().openDevices()).isEqualTo(disk.machine().openDevices()).hasSize(1);
  }

  /** The host as text, without hash codes, which differ between equal objects. */
  private static String told(HostSnapshot host) {
    return host.toString().replaceAll("@[0-9a-f]+", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc",
        "/etc/xen/pv1.cfg",
        "/etc/xen/pv1.cfg/below",
        "/nothing",
        "/sbin/modprobe",
        "/sbin/../sbin/modprobe",
        "/../etc",
        "/sys/bus/pci/devices/" + CARD,
        "/sys/bus/pci/devices/" + CARD + "/",
        "/sys/bus/pci/devices/" + CARD + "/../../uevent",
        "/sys/bus/pci/devices/" + CARD + "/driver/" + CARD + "/uevent",
        "/absolute",
        "/absolute/xen",
        "/dangling",
        "/dangling/below",
        "/loop",
        "/loop/below",
        "/out"
      })
  void everyPathIsResolvedTheSame(String path) {
    Machine memory = linked(new GuideHost()).machine();
    Machine disk = linked(new GuideHost(folder)).machine();
    Path asked = Path.of(path);

    assertThat(memory.read(asked)).isEqualTo(disk.read(asked));
    assertThat(memory.list(asked)).isEqualTo(disk.list(asked));
    assertThat(memory.linkName(asked)).isEqualTo(disk.linkName(asked));
    assertThat(memory.real(asked)).isEqualTo(disk.real(asked));
    assertThat(memory.exists(asked)).isEqualTo(disk.exists(asked));
    assertThat(memory.filesBelow(asked)).isEqualTo(disk.filesBelow(asked));
    assertThat(memory.modified(asked).isPresent())
        .isEqualTo(disk.modified(asked).isPresent() && disk.open(asked).isPresent());
    assertThat(memory.open(asked).isPresent()).isEqualTo(disk.open(asked).isPresent());
  }

  private static GuideHost linked(GuideHost host) {
    return host.link("absolute", "/etc")
        .link("dangling", "nowhere")
        .link("loop", "loop")
        .link("out", "../../../etc");
  }

  @Test
  void aFileIsReadFromAnyPosition() throws IOException {
    Machine machine = new GuideHost().put("srv/image", "0123456789").machine();
    try (var channel = machine.open(Path.of("/srv/image")).orElseThrow()) {
      channel.position(7);
      InputStream rest = Channels.newInputStream(channel);
      assertThat(new String(rest.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("789");
      assertThat(channel.size()).isEqualTo(10);
    }
  }

  @Test
  void aWriteToALinkChangesItsTarget() {
    GuideHost host = new GuideHost().link("etc/link", "xen/pv1.cfg").put("etc/link", "new");
    assertThat(host.text("etc/xen/pv1.cfg")).isEqualTo("new");
    assertThat(host.machine().linkName(Path.of("/etc/link"))).isEqualTo(Optional.of("pv1.cfg"));
  }

  @Test
  void aFolderThatIsNotEmptyIsNotDeleted() {
    assertThatThrownBy(() -> new GuideHost().machine().delete(Path.of("/etc/xen")))
        .isInstanceOf(IllegalStateException.class);
  }
}
