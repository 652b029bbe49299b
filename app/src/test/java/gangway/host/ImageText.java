package gangway.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An initramfs image of a test host. It is a text: for each file its name behind {@link #FILE},
 * then its content, which ends in a line end.
 */
final class ImageText {
  private static final String FILE = "FILE ";

  private final SequencedMap<String, String> files = new LinkedHashMap<>();

  /** Reads an image. */
  static ImageText of(String text) {
    ImageText image = new ImageText();
    String name = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith(FILE)) {
        name = line.substring(FILE.length());
        image.add(name, "");
      } else {
        image.add(name, image.files.getOrDefault(name, "") + line + "\n");
      }
    }
    return image;
  }

  /** Whether a text is an image of this kind. */
  static boolean isImage(String text) {
    return text.startsWith(FILE);
  }

  /** Adds a file, or replaces it. */
  ImageText add(String name, String content) {
    files.put(name, content);
    return this;
  }

  Map<String, String> files() {
    return files;
  }

  /** The lines of modprobe's files. */
  List<String> modprobeLines() {
    List<String> lines = new ArrayList<>();
    files.forEach((name, text) -> {
      if (name.contains("modprobe.d/")) {
        text.lines().forEach(lines::add);
      }
    });
    return lines;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    files.forEach((name, content) -> text.append(FILE).append(name).append('\n').append(content));
    return text.toString();
  }
}
