package gangway.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The volumes of mounts. */
class PlacesTest {
  private GuideHost host;
  private DiskStacks stacks;
  private Stored stored;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
    stored = Stored.unused(host);
    stacks = stored.stacks();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/usr", "/boot", "/boot/efi", "/boot/firmware", "/efi"})
  void systemMountPointsAreSystemUses(String place) {
    stacks.mount("8:1", place, "ext4", "/dev/sda1");
    assertThat(stored.uses()).containsExactly(new Use(Kind.SYSTEM, place, "sda1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home", "/boot/other", "/usr/local", "/efi2"})
  void otherMountPointsAreInUse(String place) {
    stacks.mount("8:1", place, "ext4", "/dev/sda1");
    assertThat(stored.uses()).containsExactly(new Use(Kind.IN_USE, place, "sda1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3"})
  void aShareIsOnItsServer(String type) {
    stacks.mount("0:50", "/srv", type, "//nas/srv", "rw,addr=10.0.0.9");
    assertThat(stored.storage().remotes())
        .containsExactly(new Remote("/srv", new Peer.Address("10.0.0.9")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logdev", "rtdev"})
  void aFileSystemIsOnItsLogAndRealtimeDevicesToo(String option) {
    stacks.nvmes().mount("8:1", "/", "xfs", "/dev/sda1", "rw,%s=/dev/nvme0n1p1".formatted(option));
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.SYSTEM, "/", "sda1"),
            new Use(Kind.SYSTEM, "/ (its %s)".formatted(option), "nvme0n1p1"));
  }

  @Test
  void aZfsVolumeNamedByPathIsOnItsPool() {
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.answer(
        "zpool status -LP",
        "  pool: tank\nconfig:\n\n\tNAME  STATE\n\ttank  ONLINE\n\t  /dev/sda2  ONLINE\n");
    stacks.served(3, "qdisk", "params", "raw:/dev/zvol/tank/guests/pv1");
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.GUEST, "disk /dev/zvol/tank/guests/pv1 of guest pv1", "ZFS pool tank"));
  }
}
