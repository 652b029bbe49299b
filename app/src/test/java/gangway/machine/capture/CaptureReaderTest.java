package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Cases;
import gangway.MemoryFolder;
import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.host.GuideHost;
import gangway.host.Observer;
import gangway.machine.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything but a complete capture is refused with a message, not with a stack trace. */
@Attack(Party.FILE)
class CaptureReaderTest {
  private static final String HEADER =
      "{\"gangway-capture\":1,\"by\":\"0\",\"taken\":\"now\",\"masked\":false}\n";

  private byte[] whole = new byte[0];

  @BeforeEach
  void aCapture(@TempDir(factory = MemoryFolder.class) Path folder) {
    GuideHost host = new GuideHost(folder).hidden(GuideHost.CARD).given(3, GuideHost.CARD);
    RecordingMachine recorder =
        new RecordingMachine(
            host.machine(), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    new Observer(recorder).host();
    whole = written(recorder.capture());
  }

  private static byte[] written(Capture capture) {
    try {
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      CaptureWriter.write(written, capture);
      return written.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Capture read(byte[] bytes) {
    return CaptureReader.read(new ByteArrayInputStream(bytes), "it");
  }

  private static byte[] packed(byte[] text) {
    try {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(text);
      }
      return packed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(String text) {
    return packed(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] unpacked() {
    return unpacked(whole);
  }

  private static byte[] unpacked(byte[] packed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCaptureIsReadAndWrittenUnchanged() {
    assertThat(written(read(whole))).isEqualTo(whole);
  }

  /** Older captures name the fix {@code wayOut}. */
  @ParameterizedTest
  @ValueSource(strings = {"remedy", "wayOut"})
  void aRefusedAnswerIsReadWithItsFixUnderTheOldNameToo(String member) {
    String refused = "\"refused\":\"no entry\",\"%s\":\"stay away\"".formatted(member);
    Capture capture =
        read(
            packed(
                HEADER
                    + "{\"machine\":{\"root\":true,\"xenstore\":true,%s}}\n".formatted(refused)
                    + "{\"folder\":\"/etc\",\"holds\":{\"a\":{%s}}}\n".formatted(refused)
                    + "{\"asked\":[\"xl\",\"info\"],%s}\n".formatted(refused)
                    + "{\"end\":4}\n"));
    CapturedMachine machine = new CapturedMachine(capture);
    for (ThrowingCallable question :
        List.<ThrowingCallable>of(
            machine::xenStore,
            () -> machine.read(Path.of("/etc/a")),
            () -> machine.ask(Command.of("xl", "info")))) {
      assertThatThrownBy(question)
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.remedy()).isEqualTo("stay away"))
          .hasMessageContaining("no entry");
    }
    assertThat(new String(unpacked(written(capture)), StandardCharsets.UTF_8))
        .contains("\"remedy\":\"stay away\"")
        .doesNotContain("wayOut");
  }

  @Test
  void aTruncatedCaptureIsReported() {
    for (int length = 20; length < whole.length; length += 97) {
      byte[] start = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(start))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("is truncated");
    }
  }

  @Test
  void aCaptureTruncatedBeforeCompressionIsReported() {
    byte[] text = unpacked();
    for (int length = HEADER.length() + 2; length < text.length - 2; length += 997) {
      byte[] start = packed(Arrays.copyOf(text, length));
      assertThatThrownBy(() -> read(start))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("is truncated");
    }
  }

  @Test
  void aCaptureWithAMissingLineIsDamaged() {
    String text = new String(unpacked(), StandardCharsets.UTF_8);
    int second = text.indexOf('\n', HEADER.length() + 200) + 1;
    String without = text.substring(0, second) + text.substring(text.indexOf('\n', second) + 1);
    assertThatThrownBy(() -> read(packed(without)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is damaged");
  }

  /** The last byte of compressed data can have unused bits. */
  @Test
  void aFlippedBitIsDetectedUnlessItIsUnused() {
    Cases.each(
        200,
        random -> {
          byte[] flipped = whole.clone();
          // the checksum does not cover the flags and the time in the gzip header
          int at = 10 + random.nextInt(whole.length - 10);
          flipped[at] ^= (byte) (1 << random.nextInt(8));
          try {
            assertThat(written(read(flipped))).isEqualTo(whole);
          } catch (Problem noticed) {
            assertThat(noticed.blocker()).isNotBlank();
          }
        });
  }

  @Test
  void arbitraryLinesCauseAtMostAProblem() {
    byte[] text = unpacked();
    Cases.each(
        200,
        random -> {
          byte[] garbled = text.clone();
          for (int i = 0; i <= random.nextInt(4); i++) {
            int at = HEADER.length() + random.nextInt(text.length - HEADER.length());
            switch (random.nextInt(3)) {
              case 0 -> garbled[at] = (byte) random.nextInt(256);
              case 1 -> garbled[at] = (byte) "{}[]\",:\\/\n0".charAt(random.nextInt(11));
              default -> {
                int length = Math.min(random.nextInt(60), text.length - at);
                System.arraycopy(text, random.nextInt(text.length - length), garbled, at, length);
              }
            }
          }
          try {
            new Observer(new CapturedMachine(read(packed(garbled)))).host();
          } catch (Problem refused) {
            assertThat(refused.blocker()).isNotBlank();
          }
        });
  }

  @Test
  void aFolderThatOccursTwiceIsDamage() {
    String folder = "{\"folder\":\"/\",\"holds\":{}}\n";
    assertThatThrownBy(() -> read(packed(HEADER + folder + folder + "{\"end\":3}\n")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aDecompressionBombIsRefused() {
    assertThatThrownBy(() -> CaptureReader.read(bomb(HEADER, "{\"x\":1}\n"), "it", 8 << 20))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is too large");
    assertThatThrownBy(() ->
            CaptureReader.read(
                bomb(HEADER + "{\"folder\":\"/\",\"holds\":{\"a\":\"", "x"), "it", 8 << 20))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is too large");
    assertThatThrownBy(() -> CaptureReader.read(bomb(HEADER + "{\"x\":", "["), "it", 8 << 20))
        .isInstanceOf(Problem.class);
  }

  /** A small file that unpacks to more than any host needs. */
  private static InputStream bomb(String start, String filling) {
    try {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(start.getBytes(StandardCharsets.UTF_8));
        byte[] megabyte = filling.repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20; i++) {
          gzip.write(megabyte);
        }
      }
      assertThat(packed.size()).isLessThan(2 << 20);
      return new ByteArrayInputStream(packed.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLaterFormatNamesTheVersionToUse() {
    byte[] later = packed("{\"gangway-capture\":2,\"by\":\"7.3\",\"news\":[{}]}\n{\"other\":[]}\n");
    assertThatThrownBy(() -> read(later))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("has a newer format than this version of gangway supports")
        .hasMessageContaining("by gangway 7.3");
  }

  @Test
  void additionsOfALaterVersionAreIgnored() {
    Capture capture =
        read(
            packed(
                HEADER
                    + "{\"new\":{\"a\":[1,{}]},\"more\":1}\n"
                    + "{\"folder\":\"/a\",\"holds\":{\"b\":{\"text\":\"c\",\"mood\":[2]}},\"x\":1}\n"
                    + "{\"end\":3,\"x\":2}\n"));
    assertThat(new CapturedMachine(capture).read(Path.of("/a/b"))).contains("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "root:x:0:0", "{}", "[1]", "{\"gangway-capture\":\"1\"}", "{\"a\":1}"})
  void otherFilesAreReported(String text) {
    assertThatThrownBy(() -> read(packed(text)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("it is not a capture");
    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"folder\":\"etc\",\"holds\":{}}",
        "{\"folder\":\"/e\\u0000\",\"holds\":{}}",
        "{\"folder\":\"/\",\"holds\":{\"a/b\":\"\"}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"list\":\"../b\"}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"list\":\"a//b\"}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"link\":\".\"}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"real\":\"b\"}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"base64\":\"AAAA\",\"size\":1}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"base64\":\"\",\"size\":2000000000}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"base64\":\"?\",\"size\":1}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":5}}",
        "{\"folder\":\"/\"}",
        "{\"folder\":\"/\",\"holds\":{\"a\":\"\\x\"}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":\"\\u12\"}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":\"b}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":{\"there\":nothing}}}",
        "{\"folder\":\"/\",\"holds\":{\"a\" \"b\"}}",
        "{\"folder\":\"/\",\"holds\":{\"a\":\"b\"",
        "{\"asked\":\"xl\"}",
        "{\"asked\":[1]}",
        "{\"asked\":[\"xl\"],\"exit\":99999999999}",
        "{\"open\":\"/dev/a\"}",
        "{\"machine\":1}",
        "{}",
        "7"
      })
  void aMalformedLineIsDamage(String line) {
    assertThatThrownBy(
            () -> {
              Capture capture = read(packed(HEADER + line + "\n{\"end\":2}\n"));
              new CapturedMachine(capture).read(Path.of("/a"));
            })
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"folder\":\"/a \u00e4\",\"holds\":{\"b\":\"c\",\"d\":\"e\"}}",
        "{\"folder\":\"\\/a \\u00e4\",\"holds\":{\"b\":\"c\",\"d\":\"e\"}}",
        " { \"folder\" : \"/a \u00e4\" , \"holds\" : { \"b\" : \"c\" , \"d\" : \"e\" } } ",
        "{\"folder\":\"/a"
            + " \u00e4\",\"holds\":{\"d\":{\"more\":{\"b\":1},\"text\":\"e\"},\"\\u0062\":\"c\"}}"
      })
  void aFolderIsReadInEveryForm(String line) {
    CapturedMachine machine = new CapturedMachine(read(packed(HEADER + line + "\n{\"end\":2}\n")));
    for (int times = 0; times < 6; times++) {
      assertThat(machine.read(Path.of("/a \u00e4/b"))).contains("c");
      assertThat(machine.read(Path.of("/a \u00e4/d"))).contains("e");
      assertThat(machine.exists(Path.of("/a \u00e4/more"))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":\"c\",\"d\":\"e\"}",
        "{\"d\":{\"more\":{\"b\":1},\"text\":\"e\"},\"b\":{\"text\":\"c\"}}",
        "{\"d\":{\"new\":[\"}\",\"\\\"\",\"{\"],\"text\":\"e\"},\"\\u0062\":\"c\"}",
        "{\"x\":\"\\\\\",\"y\":{},\"b\":\"\\u0063\",\"d\":\"e\"}",
        "{\"d\":\"e\",\"b\" : \"c\"}",
      })
  void aPlaceIsFoundInEveryForm(String places) {
    String line = "{\"folder\":\"/a\",\"holds\":" + places + "}\n";
    CapturedMachine machine = new CapturedMachine(read(packed(HEADER + line + "{\"end\":2}\n")));
    for (int times = 0; times < 6; times++) {
      assertThat(machine.read(Path.of("/a/b"))).contains("c");
      assertThat(machine.read(Path.of("/a/d"))).contains("e");
      assertThat(machine.exists(Path.of("/a/more"))).isFalse();
    }
  }

  @Test
  void theFirstOfTwoEntriesForAPlaceAlwaysCounts() {
    String line = "{\"folder\":\"/\",\"holds\":{\"a\":\"b\",\"a\":\"c\"}}\n";
    CapturedMachine machine = new CapturedMachine(read(packed(HEADER + line + "{\"end\":2}\n")));
    for (int times = 0; times < 6; times++) {
      assertThat(machine.read(Path.of("/a"))).contains("b");
    }
  }

  @Test
  void everyCharacterIsPreserved() {
    String text = "\1\b\f\n\r\t\"\\/äß\u2028\ud83d\ude00 end";
    RecordingMachine recorder =
        new RecordingMachine(
            new DenyingMachine(), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    recorder.excerpt(Path.of("/a/b"), text);
    assertThat(new CapturedMachine(read(written(recorder.capture()))).read(Path.of("/a/b")))
        .contains(text);
    Capture escaped =
        read(
            packed(
                HEADER
                    + "{\"folder\":\"/\",\"holds\":{\"a\":\"\\u00e4\\ud83d\\ude00\\/\"}}\n"
                    + "{\"end\":2}\n"));
    assertThat(new CapturedMachine(escaped).read(Path.of("/a"))).contains("ä\ud83d\ude00/");
  }

  @Test
  void dataAfterTheEndIsDamage() {
    assertThatThrownBy(() -> read(packed(HEADER + "{\"end\":1}\n{\"a\":1}\n")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("it is damaged");
  }

  @Test
  void onlyRegularFilesAreRead(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> CaptureReader.read(folder.resolve("absent")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> CaptureReader.read(Path.of("/dev/zero")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is neither a folder nor a file");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> CaptureReader.read(empty))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is truncated");
  }
}
