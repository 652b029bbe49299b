package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;

import gangway.Cases;
import gangway.Documents;
import gangway.MemoryFolder;
import gangway.cli.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger sends a capture of a real host with changed lines and a correct checksum. The program
 * refuses it or answers; it has no fault and prints no control characters.
 */
@Attack(Party.FILE)
class MutatedCaptureTest {
  private static final Path CAPTURES = Documents.ROOT.resolve("app/src/test/resources/captures");

  private static final List<String> COMMANDS =
      List.of(
          "devices --all",
          "devices --json",
          "show 09:00.0",
          "show --json 00:1f.2",
          "guests",
          "guests --json",
          "doctor",
          "doctor --json",
          "check hide 09:00.0 0a:04.0 04:00.0",
          "check attach --json pv1 09:00.0",
          "hide --dry-run 09:00.0",
          "unhide --dry-run 0a:04.0",
          "boot-config 09:00.0");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  @Timeout(120)
  void aMutatedCaptureIsRefusedOrAnswered() {
    Cases.each(40, this::attack);
  }

  @Tag("rare")
  @Test
  @Timeout(1800)
  void thousandsOfMutatedCapturesAreRefusedOrAnswered() {
    Cases.each(3_000, this::attack);
  }

  private void attack(Random random) {
    try {
      Path file = folder.resolve("mutated.gangway");
      write(file, mutated(lines(random), random));
      for (int i = 0; i < 4; i++) {
        assertPlain(Run.on(file, Cases.oneOf(random, COMMANDS.toArray(String[]::new)).split(" ")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of one of the captures, without the header and the end. */
  private static List<String> lines(Random random) throws IOException {
    String name = Cases.oneOf(random, "hard-disks", "hard-networks", "lab-bond-and-bridge");
    try (InputStream packed = Files.newInputStream(CAPTURES.resolve(name + ".gangway"));
        GZIPInputStream unpacked = new GZIPInputStream(packed)) {
      String text = new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
      return new ArrayList<>(text.lines().toList());
    }
  }

  private static List<String> mutated(List<String> lines, Random random) {
    for (int i = 0; i <= random.nextInt(8); i++) {
      // the first line is the header, the last line the end
      int at = 1 + random.nextInt(lines.size() - 2);
      int other = 1 + random.nextInt(lines.size() - 2);
      String line = lines.get(at);
      switch (random.nextInt(7)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.set(at, lines.get(other));
        case 2 -> lines.add(other, line);
        case 3 -> lines.set(at, line.replace(value(line, random), value(lines.get(other), random)));
        case 4 -> lines.set(at, line.replace(value(line, random), forged(random)));
        case 5 -> lines.set(at, line.replaceFirst("\"(text|list|link|real)\"", "\"real\""));
        default -> {
          int place = random.nextInt(line.length());
          lines.set(at, line.substring(0, place) + forged(random) + line.substring(place));
        }
      }
      if (lines.size() < 4) {
        break;
      }
    }
    lines.set(lines.size() - 1, "{\"end\":%d}".formatted(lines.size() - 1));
    return lines;
  }

  /** The text between two quotes. */
  private static String value(String line, Random random) {
    String[] parts = line.split("\"", -1);
    String part = parts[random.nextInt(parts.length)];
    return part.isEmpty() ? "0" : part;
  }

  private static String forged(Random random) {
    return Cases.oneOf(
        random,
        "",
        "\\u0000",
        "\\u001b[2J",
        "\\u202e",
        "\\ud800",
        "-1",
        "99999999999999999999",
        "0000:09:00.0",
        "ffff:ff:1f.7",
        "10000:00:00.0",
        "../../..",
        "/",
        "/dev/sda",
        "8:0",
        "\\n",
        "a\\n".repeat(200),
        "(".repeat(2000),
        "true",
        "{}");
  }

  private static void write(Path file, List<String> lines) throws IOException {
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
