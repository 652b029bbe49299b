package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a file has the complete state of a guest. */
class SavedStreamTest {
  @TempDir private Path folder;

  @Test
  void onlyAWholeImageIsComplete() throws IOException {
    byte[] whole = Images.whole("{ }");

    assertThat(complete(whole)).isTrue();
    for (int length = 0; length < whole.length; length++) {
      assertThat(complete(Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
    }
  }

  @Test
  void anImageAfterAFullDiskOrAPowerCutIsNotComplete() throws IOException {
    byte[] whole = Images.whole("{ }");
    int lastTwoRecords = whole.length - 24;
    for (int from = Images.xl("{ }").length; from < lastTwoRecords; from++) {
      byte[] zeros = whole.clone();
      Arrays.fill(zeros, from, zeros.length, (byte) 0);
      assertThat(complete(zeros)).as("zeros from %d", from).isFalse();
    }
  }

  @Test
  void garbageCausesNoException() throws IOException {
    Random random = new Random(7);
    byte[] whole = Images.whole("{ }");
    for (int i = 0; i < 2000; i++) {
      byte[] garbled = whole.clone();
      garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
      assertThat(complete(garbled)).isIn(true, false);
    }
  }

  @Test
  void aMissingOrOtherFileIsNotComplete() throws IOException {
    assertThat(SavedImage.complete(new FolderMachine(folder), Path.of("/nothing"))).isFalse();
    assertThat(SavedImage.complete(new FolderMachine(folder), Path.of("/"))).isFalse();
    assertThat(complete(new byte[4096])).isFalse();
  }

  private boolean complete(byte[] image) throws IOException {
    Files.write(folder.resolve("image"), image);
    return SavedImage.complete(new FolderMachine(folder), Path.of("/image"));
  }
}
