package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.cli.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stranger sends a small file that grows when it is read with --host. The program refuses it or
 * answers, in seconds and within its memory, and unpacks nothing to the disk.
 */
@Attack(Party.FILE)
@Timeout(120)
class CaptureBombTest {
  private static final String HEADER =
      """
      {"gangway-capture":1,"by":"0","taken":"now","masked":false}
      {"machine":{"root":true,"xenstore":true}}
      """;
  private static final String DEVICES = "{\"folder\":\"/sys/bus/pci/devices\",\"holds\":{";

  /**
   * The content of a file.
   *
   * @param start its beginning
   * @param times how often the part is repeated
   * @param part the part, by its number
   */
  record Bomb(String what, String start, int times, IntFunction<String> part, String end) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bomb> bombs() {
    return Stream.of(
        new Bomb("zeros", "", 700_000_000, _ -> "\0", ""),
        new Bomb("one line", "{\"folder\":\"", 200_000_000, _ -> "a", ""),
        new Bomb("arrays in arrays", "{\"asked\":", 200_000, _ -> "[", ""),
        new Bomb("objects in objects", "", 50_000, _ -> "{\"a\":", ""),
        new Bomb(
            "many folders",
            "",
            1_500_000,
            i -> "{\"folder\":\"/a%d\",\"holds\":{}}\n".formatted(i),
            ""),
        new Bomb(
            "many names in a folder",
            "{\"folder\":\"/sys/bus/pci\",\"holds\":{\"devices\":{\"list\":\"",
            3_000_000,
            i -> i + "/",
            "x\"}}}\n"),
        new Bomb(
            "a long text",
            "{\"folder\":\"/proc\",\"holds\":{\"cmdline\":\"",
            70_000_000,
            _ -> "a",
            "\"}}\n"),
        new Bomb(
            "many guests of one name",
            "",
            20_000,
            i ->
                "{\"xenstore\":\"/local/domain/%d\",\"holds\":{\"name\":\"pv1\"}}\n"
                    .formatted(i + 1),
            ""),
        new Bomb(
            "a file of 2 GiB",
            DEVICES + "\"0000:09:00.0\":{\"real\":\"/x\"}}}\n{\"folder\":\"/x\",\"holds\":{",
            1,
            _ -> "\"config\":{\"base64\":\"AA==\",\"size\":2147483647}",
            "}}\n"),
        new Bomb(
            "many large configuration spaces",
            "",
            2_000,
            i ->
                "{\"folder\":\"/sys/bus/pci/devices/0000:%02x:%02x.%d\",\"holds\":{\"config\":{\"base64\":\"AA==\",\"size\":16777216}}}\n"
                    .formatted(i / 256, i / 8 % 32, i % 8),
            ""),
        new Bomb(
            "paths that lead out",
            "",
            1,
            _ ->
                "{\"folder\":\"/etc/xen/../../..\",\"holds\":{\"a\":{\"real\":\"/../../etc/passwd\"}}}\n",
            ""));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void aSmallBombIsRefusedOrAnswered(Bomb bomb, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException {
    explode(bomb, Math.min(bomb.times, 20_000), folder);
  }

  @Tag("rare")
  @ParameterizedTest
  @MethodSource("bombs")
  void aBombIsRefusedOrAnswered(Bomb bomb, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException {
    explode(bomb, bomb.times, folder);
  }

  private static void explode(Bomb bomb, int times, Path folder) throws IOException {
    Path file = folder.resolve("bomb.gangway");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      packed.write(bytes(HEADER + bomb.start));
      if (bomb.part.apply(0).equals(bomb.part.apply(1)) && times > 1) {
        byte[] block = bytes(bomb.part.apply(0).repeat(100));
        for (int i = 0; i < times / 100; i++) {
          packed.write(block);
        }
      } else {
        for (int i = 0; i < times; i++) {
          packed.write(bytes(bomb.part.apply(i)));
        }
      }
      packed.write(bytes(bomb.end));
      if (bomb.end.endsWith("\n") || bomb.end.isEmpty()) {
        packed.write(bytes("{\"end\":%d}\n".formatted(2 + lines(bomb, times))));
      }
    }
    for (String command : new String[] {"devices --all", "guests", "doctor"}) {
      assertPlain(Run.on(file, command.split(" ")));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  private static long lines(Bomb bomb, int times) {
    long inParts = bomb.part.apply(0).chars().filter(c -> c == '\n').count();
    return (bomb.start + bomb.end).chars().filter(c -> c == '\n').count() + inParts * times;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
