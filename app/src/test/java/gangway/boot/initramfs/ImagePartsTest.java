package gangway.boot.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as initramfs-tools builds them, unpacked by this machine's cpio. */
class ImagePartsTest {
  private static final Path LIST = Path.of("/etc/modprobe.d/gangway.conf");
  private static final String HIDES = "options xen-pciback hide=(0000:09:00.0)\n";
  private static final String HIDES_ANOTHER = "options xen-pciback hide=(0000:0a:00.0)\n";
  private static final byte[] MICROCODE = archive("kernel/x86/microcode/GenuineIntel.bin", "code");

  @TempDir private Path folder;

  @Test
  void anImageIsOneCompressedArchive() {
    image(gzip(archive("etc/modprobe.d/gangway.conf", HIDES)));
    assertThat(parts()).hasValue(List.of(new ImageParts.Part(0, Optional.of("gzip -dc"))));
  }

  @Test
  void archivesCanBeBeforeTheCompressedOne() {
    image(MICROCODE, new byte[1000], MICROCODE, gzip(archive("init", "#!/bin/sh\n")));
    long second = MICROCODE.length + 1000L;
    assertThat(parts())
        .hasValue(
            List.of(
                new ImageParts.Part(0, Optional.empty()),
                new ImageParts.Part(second, Optional.empty()),
                new ImageParts.Part(second + MICROCODE.length, Optional.of("gzip -dc"))));
  }

  @Test
  void anImageOfAnUnknownFormatHasNoParts() {
    image("not an image".getBytes(StandardCharsets.UTF_8));
    assertThat(parts()).isEmpty();
    image();
    assertThat(parts()).isEmpty();
    image(Arrays.copyOf(MICROCODE, MICROCODE.length - 40));
    assertThat(parts()).isEmpty();
    assertThat(carries(HIDES)).isFalse();
  }

  /** The two lists have the same length. */
  @Test
  void anImageCarriesExactlyTheTextOfAFile() {
    image(MICROCODE, gzip(archive("etc/modprobe.d/gangway.conf", HIDES)));
    assertCarries(HIDES);
    assertThat(carries(HIDES_ANOTHER)).isFalse();
    assertThat(carriesNone()).isFalse();
  }

  @Test
  void aFileThatIsGoneMustNotBeInTheImage() {
    image(gzip(archive("etc/modprobe.d/other.conf", HIDES)));
    assertThat(carries(HIDES)).isFalse();
    assertThat(carriesNone()).isTrue();
    image(gzip(archive("init", "#!/bin/sh\n")));
    assertThat(carriesNone()).isTrue();
  }

  @Test
  void theLastArchiveWithAFileCounts() {
    byte[] first = archive("etc/modprobe.d/gangway.conf", HIDES);
    image(first, gzip(archive("etc/modprobe.d/gangway.conf", HIDES_ANOTHER)));
    assertThat(carries(HIDES)).isFalse();
    assertCarries(HIDES_ANOTHER);
    image(first, gzip(archive("init", "#!/bin/sh\n")));
    assertCarries(HIDES);
  }

  @Test
  void anImageThatEndsEarlyCarriesNothing() {
    byte[] whole = gzip(archive("etc/modprobe.d/gangway.conf", HIDES));
    image(Arrays.copyOf(whole, whole.length - 20));
    assertThat(carries(HIDES)).isFalse();
    assertThat(carriesNone()).isFalse();
  }

  private void assertCarries(String text) {
    assumeTrue(
        new LiveMachine().ask(Command.of("cpio", "--version")).isPresent(),
        "there is no cpio here");
    assertThat(carries(text)).isTrue();
  }

  private boolean carries(String text) {
    return carries(new FileEdit(LIST, Optional.empty(), Optional.of(text)));
  }

  private boolean carriesNone() {
    assumeTrue(
        new LiveMachine().ask(Command.of("cpio", "--version")).isPresent(),
        "there is no cpio here");
    return carries(new FileEdit(LIST, Optional.of(HIDES), Optional.empty()));
  }

  private boolean carries(FileEdit edit) {
    return new InitramfsTools(Map.of()).carries(new LiveMachine(), file(), List.of(edit));
  }

  private Optional<List<ImageParts.Part>> parts() {
    return ImageParts.of(new LiveMachine(), file()).map(ImageParts::parts);
  }

  private Path file() {
    return folder.resolve("initrd.img-6.1.0");
  }

  private void image(byte[]... parts) {
    try {
      ByteArrayOutputStream image = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        image.write(part);
      }
      Files.write(file(), image.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A cpio archive with the folders of a file, the file, and the end. */
  private static byte[] archive(String name, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      entry(out, "000041ed", name.substring(0, slash), "");
    }
    entry(out, "000081a4", name, text);
    entry(out, "00000000", "TRAILER!!!", "");
    return out.toByteArray();
  }

  /** Inode, mode, four fields, the size, four fields, the length of the name, and no check sum. */
  private static void entry(ByteArrayOutputStream out, String mode, String name, String text) {
    String zero = "00000000";
    int inode = out.size() + 1;
    out.writeBytes(
        ("070701"
                + "%08x".formatted(inode)
                + mode
                + zero.repeat(2)
                + "00000001"
                + zero
                + "%08x".formatted(text.length())
                + zero.repeat(4)
                + "%08x".formatted(name.length() + 1)
                + zero
                + name
                + "\0")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[(4 - out.size() % 4) % 4]);
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[(4 - out.size() % 4) % 4]);
  }
}
