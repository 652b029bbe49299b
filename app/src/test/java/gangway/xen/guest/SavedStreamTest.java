package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.ForwardedChannel;
import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** An image can consist of empty records only; each of them must not cost a system call. */
  @Attack(Party.FILE)
  @Test
  void manySmallRecordsAreReadTogether() throws IOException {
    ByteBuffer records = ByteBuffer.allocate(16 + 8 * 100_000);
    records.putLong(0x4c6962786c466d74L).putInt(2).putInt(0).order(ByteOrder.LITTLE_ENDIAN);
    while (records.remaining() > 8) {
      records.putInt(2).putInt(0);
    }
    AtomicInteger reads = new AtomicInteger();
    Path image = Files.write(folder.resolve("records"), records.array());
    try (SeekableByteChannel file = new CountedReads(Files.newByteChannel(image), reads)) {
      assertThat(new SavedStream(file).complete(0)).isTrue();
    }
    assertThat(reads).hasValueLessThan(50);
  }

  private static final class CountedReads extends ForwardedChannel {
    private final AtomicInteger reads;

    CountedReads(SeekableByteChannel file, AtomicInteger reads) {
      super(file);
      this.reads = reads;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      reads.incrementAndGet();
      return super.read(bytes);
    }
  }

  @Attack(Party.FILE)
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
