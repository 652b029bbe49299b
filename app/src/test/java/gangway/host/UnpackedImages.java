package gangway.host;

import gangway.machine.Command;
import gangway.machine.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the script prints that unpacks an initramfs image of a test host. */
record UnpackedImages(HostFiles files) {
  /** The beginning of what bzip2 compresses; here the image follows as it is. */
  static final String COMPRESSED = "BZh\n";

  /** The words before the image: {@code sh -c SCRIPT sh}. */
  private static final int BEFORE_IMAGE = 4;

  static boolean isScript(Command command) {
    List<String> words = command.words();
    return words.size() > BEFORE_IMAGE
        && words.subList(0, 2).equals(List.of("sh", "-c"))
        && words.get(2).contains("$image");
  }

  Result print(Command command) {
    List<String> words = command.words();
    String packed = files.text(words.get(BEFORE_IMAGE).substring(1));
    String image = packed.startsWith(COMPRESSED) ? packed.substring(COMPRESSED.length()) : packed;
    if (!ImageText.isImage(image)) {
      return new Result(1, "", "not an initramfs image");
    }
    ImageText content = ImageText.of(image);
    StringBuilder out = new StringBuilder();
    content.files().keySet().forEach(name -> out.append("./").append(name).append('\n'));
    out.append('\n');
    for (String name : words.subList(BEFORE_IMAGE + 1, words.size())) {
      String text = content.files().get(name);
      if (text != null) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        out.append(bytes).append(' ').append(name).append('\n').append(text);
      }
    }
    return new Result(0, out.toString(), "");
  }
}
