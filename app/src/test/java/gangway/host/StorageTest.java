package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dom0 keeps on its disks, and which functions those hang on. */
class StorageTest {
  private static final String NVME = "0000:04:00.0";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void aPartitionIsOnItsDiskAndThatOnItsController() {
    assertThat(uses())
        .containsExactly(new Storage.Use("/", "sda1"), new Storage.Use("swap", "sda2"));
    assertThat(down("sda1", DISK)).contains(List.of("sda1", "sda"));
    assertThat(down("sda1", CARD)).isEmpty();
  }

  @Test
  void aDiskIsOnEveryBridgeAboveItsController() {
    nvme();
    assertThat(down("nvme0n1p1", NVME)).contains(List.of("nvme0n1p1", "nvme0n1"));
    assertThat(down("nvme0n1p1", "0000:00:1d.0")).contains(List.of("nvme0n1p1", "nvme0n1"));
  }

  @Test
  void aVolumeOnARaidOfTwoDisksIsOnBothControllers() {
    nvme();
    host.volume("md0", "9:0", "sda1", "nvme0n1p1").volume("dm-0", "253:0", "md0");
    mounted("253:0", "/", "/dev/mapper/vg-root");
    assertThat(uses()).contains(new Storage.Use("/", "dm-0"));
    assertThat(down("dm-0", DISK)).contains(List.of("dm-0", "md0", "sda1", "sda"));
    assertThat(down("dm-0", NVME)).contains(List.of("dm-0", "md0", "nvme0n1p1", "nvme0n1"));
  }

  @Test
  void anEncryptedVolumeIsOnWhatItEncrypts() {
    host.volume("dm-0", "253:0", "sda1").volume("dm-1", "253:1", "dm-0");
    mounted("253:1", "/home", "/dev/mapper/home_crypt");
    assertThat(down("dm-1", DISK)).contains(List.of("dm-1", "dm-0", "sda1", "sda"));
  }

  @Test
  void aFileSystemOfSeveralDisksIsFoundByTheOneItNames() {
    host.link("dev/mapper/vg-data", "../dm-7").volume("dm-7", "253:7", "sda1");
    mounted("0:31", "/srv/data\\040of\\040all", "/dev/mapper/vg-data");
    assertThat(uses()).contains(new Storage.Use("/srv/data of all", "dm-7"));
  }

  @Test
  void fileSystemsOnNoDiskAreNoUses() {
    host.put(
        "proc/self/mountinfo",
        """
        21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        40 27 0:40 / /net rw shared:9 - nfs server:/dev/sda1 rw
        41 27 0:41 / /gone rw shared:9 - btrfs /dev/gone rw
        cut off
        """);
    assertThat(uses()).extracting(Storage.Use::what).containsExactly("swap");
  }

  @Test
  void swapOnAVolumeIsOnTheDiskBelowIt() {
    host.volume("dm-3", "253:3", "sda2").link("dev/mapper/vg-swap", "../dm-3");
    host.put(
        "proc/swaps", "Filename Type Size\n/dev/mapper/vg-swap partition 99 0\n/file file 9\n");
    assertThat(uses()).contains(new Storage.Use("swap", "dm-3")).hasSize(2);
  }

  @Test
  void devicesThatAreMadeOfOneAnotherInACircleEnd() {
    host.volume("dm-8", "253:8", "dm-9").volume("dm-9", "253:9", "dm-8");
    assertThat(down("dm-8", DISK)).isEmpty();
    assertThat(down("unknown", DISK)).isEmpty();
  }

  @Test
  void aMachineWithoutDisksHasNoUses(@TempDir Path empty) {
    Storage storage = Storage.read(new gangway.machine.FolderMachine(empty));
    assertThat(storage.uses()).isEmpty();
  }

  private void nvme() {
    host.function("0000:00:1d.0", "8086:a118", "60400", "pcieport");
    host.function("0000:00:1d.0/" + NVME, "8086:f1a5", "10802", "nvme");
    String disk = host.folder(NVME) + "/nvme/nvme0/nvme0n1";
    host.disk(disk, "259:0").partition(disk, "nvme0n1p1", "259:1");
  }

  private void mounted(String number, String place, String source) {
    host.put(
        "proc/self/mountinfo",
        "27 1 %s / %s rw,relatime shared:1 - ext4 %s rw\n".formatted(number, place, source));
  }

  private List<Storage.Use> uses() {
    return host.observed().storage().uses();
  }

  private Optional<List<String>> down(String device, String function) {
    return host.observed().storage().devices().down(device, address(function));
  }
}
