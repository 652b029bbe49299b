package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that contain secrets must not be read. */
class ForbiddenPathsTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private RecordingMachine recorder() {
    return new RecordingMachine(
        new FolderMachine(folder), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
  }

  private void put(String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), "secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/shadow",
        "/etc/shadow-",
        "/etc/xen/../shadow",
        "/etc/gshadow",
        "/etc/ssh/ssh_host_rsa_key",
        "/root/.ssh/id_rsa",
        "/home/me/.bash_history",
        "/etc/libvirt/secrets/a.xml",
        "/etc/ssl/private/a.crt",
        "/proc/1/environ",
        "/proc/self/environ",
        "/proc/kcore",
        "/proc/keys",
        "/dev/mem",
        "/dev/sda"
      })
  void requestingASecretIsAnError(String file) {
    Machine recorder = recorder();
    assertThatThrownBy(() -> recorder.read(Path.of(file)))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/xen/pv1.cfg",
        "/proc/cmdline",
        "/proc/1/mountinfo",
        "/proc/iomem",
        "/etc/sshd"
      })
  void otherFilesCanBeRead(String file) throws IOException {
    put(file.substring(1));
    assertThat(recorder().read(Path.of(file))).contains("secret");
  }

  @Test
  void aLinkToASecretIsHidden() throws IOException {
    put("etc/shadow");
    put("etc/xen/tls.key");
    Files.createSymbolicLink(folder.resolve("etc/xen/pv1.cfg"), Path.of("../shadow"));
    RecordingMachine recorder = recorder();
    assertThat(recorder.read(Path.of("/etc/xen/pv1.cfg"))).isEmpty();
    assertThat(recorder.read(Path.of("/etc/xen/tls.key"))).isEmpty();
    assertThat(new CapturedMachine(recorder.capture()).exists(Path.of("/etc/xen/pv1.cfg")))
        .isFalse();
  }
}
