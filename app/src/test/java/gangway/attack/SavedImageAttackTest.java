package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gangway.MemoryFolder;
import gangway.machine.LiveMachine;
import gangway.xen.guest.Images;
import gangway.xen.guest.SavedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger writes an image of a guest, and root scans or restores it. */
@Attack(Party.FILE)
@Timeout(60)
class SavedImageAttackTest {
  private static final int XL_LENGTHS = 32;

  private final LiveMachine machine = new LiveMachine();

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void aTruncatedImageIsNeverComplete() throws IOException {
    byte[] whole = Images.named("pv1");
    assertThat(SavedImage.complete(machine, image(whole))).isTrue();
    for (int length = 0; length < whole.length; length += 7) {
      Path image = image(Arrays.copyOf(whole, length));
      assertThatCode(() -> read(image)).doesNotThrowAnyException();
      assertThat(SavedImage.complete(machine, image)).as("%d bytes", length).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7fffffff, 0x80000000, -1, 0x40000000})
  void aForgedLengthUsesNoMemoryAndIsNoImage(int length) throws IOException {
    byte[] whole = Images.named("pv1");
    for (int at = 0; at < 5; at++) {
      ByteBuffer forged = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
      forged.putInt(XL_LENGTHS + 4 * at, length);
      Path image = image(forged.array());
      assertThatCode(() -> read(image)).doesNotThrowAnyException();
    }
    byte[] libvirt = Images.libvirt("<domain type='xen'><name>pv1</name></domain>");
    for (int at = 16; at < 16 + 3 * 4; at += 4) {
      ByteBuffer forged = ByteBuffer.wrap(libvirt.clone()).order(ByteOrder.LITTLE_ENDIAN);
      forged.putInt(at, length);
      Path image = image(forged.array());
      assertThatCode(() -> read(image)).doesNotThrowAnyException();
    }
  }

  /** An external entity would read a file of root's, and a document type can grow without end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x'>",
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
      })
  void aDocumentTypeIsRefused(String documentType) throws IOException {
    String xml = documentType + "<domain type='xen'><name>pv1&a;</name></domain>";
    Path image = image(Images.libvirt(xml));
    assertThat(SavedImage.guest(machine, image)).isEmpty();
    assertThat(SavedImage.definition(machine, image)).isEmpty();
  }

  @Test
  void deepAndWideContentIsReadOrRefused() throws IOException {
    String deep = "<a>".repeat(60_000) + "</a>".repeat(60_000);
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      attributes.append(" a").append(i).append("=''");
    }
    for (String inside :
        new String[] {deep, "<a" + attributes + "/>", "<hostdev/>".repeat(150_000)}) {
      Path image =
          image(
              Images.libvirt(
                  "<domain type='xen'><name>pv1</name><devices>" + inside + "</devices></domain>"));
      assertThatCode(() -> read(image)).doesNotThrowAnyException();
    }
    for (String json :
        new String[] {
          "[".repeat(200_000) + "]".repeat(200_000),
          "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
          "{ \"pcidevs\": [" + "{},".repeat(200_000) + "{}] }"
        }) {
      Path image = image(Images.whole(json));
      assertThatCode(() -> read(image)).doesNotThrowAnyException();
    }
  }

  /** No process writes to the pipe: opening it would wait for ever. */
  @Test
  void aPipeInPlaceOfAnImageDoesNotHang() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThat(SavedImage.read(machine, pipe)).isEmpty();
    assertThat(SavedImage.complete(machine, pipe)).isFalse();
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
    assertThat(SavedImage.read(machine, link)).isEmpty();
  }

  private void read(Path image) {
    SavedImage.read(machine, image);
    SavedImage.complete(machine, image);
    SavedImage.guest(machine, image);
    SavedImage.definition(machine, image);
  }

  private Path image(byte[] content) throws IOException {
    return Files.write(folder.resolve("image"), content);
  }
}
