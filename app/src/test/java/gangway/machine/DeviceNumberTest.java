package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of device files, as stat(2) has them. */
class DeviceNumberTest {
  @Test
  void theNumberNamesTheFolderOfTheDevice() {
    assertThat(of(0060660, 0x10300)).contains(new DeviceNumber(true, 259, 0));
    assertThat(of(0020600, 0xf000)).map(DeviceNumber::folder).contains("char/240:0");
    assertThat(of(0060660, 0x12300845L)).map(DeviceNumber::folder).contains("block/8:74565");
  }

  @Test
  void otherFilesHaveNoNumber() {
    assertThat(of(0100644, 0)).isEmpty();
    assertThat(of(0010644, 0)).isEmpty();
  }

  @Test
  void terminalsAndMemoryKeepTheirNames() {
    assertThat(new DeviceNumber(false, 136, 3).virtual()).isTrue();
    assertThat(new DeviceNumber(false, 1, 3).virtual()).isTrue();
    assertThat(new DeviceNumber(false, 4, 64).virtual()).as("ttyS0").isFalse();
    assertThat(new DeviceNumber(true, 1, 0).virtual()).isFalse();
  }

  @Test
  void aDeviceOfThisMachineIsRecognizedByItsType(@TempDir Path folder) throws IOException {
    FileTree files = new FileTree(Path.of("/"));
    assertThat(files.device(Path.of("/dev/null"))).contains(new DeviceNumber(false, 1, 3));
    assertThat(files.device(Files.createFile(folder.resolve("x")))).isEmpty();
    assertThat(files.device(folder.resolve("absent"))).isEmpty();
  }

  private static Optional<DeviceNumber> of(int mode, long rdev) {
    return DeviceNumber.of(Map.of("mode", mode, "rdev", rdev));
  }
}
