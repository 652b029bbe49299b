package gangway.boot.initramfs;

import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of an initramfs image, for tools that print no single file of an image. A shell
 * script unpacks the image into a new folder, prints what is asked for, and deletes the folder.
 *
 * @param names the files and links in the image that were unpacked, without a slash before them
 * @param texts the texts of the files that were asked for; a link has none, because its target can
 *     be outside the image
 */
record UnpackedImage(List<String> names, Map<Path, String> texts) {
  /**
   * Prints the names, one a line, an empty line, and for each of the files a line with its length
   * in bytes and its name, then its content. UNPACK stands for the command that unpacks.
   */
  private static final String PRINT =
      """
      folder=$(mktemp -d) || exit 1
      trap 'rm -rf "$folder"' EXIT
      image=$1
      shift
      cd "$folder" || exit 1
      UNPACK || exit 1
      find . ! -type d
      echo
      for file; do
        if [ -f "./$file" ] && [ ! -L "./$file" ]; then
          echo "$(wc -c < "./$file") $file"
          cat "./$file"
        fi
      done
      """;

  UnpackedImage {
    names = List.copyOf(names);
    texts = Map.copyOf(texts);
  }

  /**
   * Reads an image; empty if it cannot be unpacked.
   *
   * @param unpack the shell command that unpacks {@code $image} into the current folder
   * @param files the files whose texts are needed
   */
  static Optional<UnpackedImage> read(
      Machine machine, String unpack, Path image, Collection<Path> files) {
    String[] words =
        Stream.concat(
                Stream.of("sh", "-c", PRINT.replace("UNPACK", unpack), "sh", image.toString()),
                files.stream().map(UnpackedImage::relative))
            .toArray(String[]::new);
    return machine.ask(Command.of(words)).filter(Result::ok).flatMap(result -> of(result.out()));
  }

  private static Optional<UnpackedImage> of(String out) {
    int end = out.startsWith("\n") ? 0 : out.indexOf("\n\n") + 1;
    if (end == 0 && !out.startsWith("\n")) {
      return Optional.empty();
    }
    List<String> names =
        out.substring(0, end).lines().map(name -> name.replaceFirst("^\\./", "")).toList();
    byte[] rest = out.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    Map<Path, String> texts = new HashMap<>();
    int at = 0;
    while (at < rest.length) {
      int line = at;
      while (line < rest.length && rest[line] != '\n') {
        line++;
      }
      String[] head = new String(rest, at, line - at, StandardCharsets.UTF_8).strip().split(" ", 2);
      if (head.length < 2 || !head[0].matches("[0-9]{1,9}")) {
        return Optional.empty();
      }
      int from = line + 1;
      int to = from + Integer.parseInt(head[0]);
      if (to > rest.length) {
        return Optional.empty();
      }
      texts.put(
          Path.of("/" + head[1]),
          new String(Arrays.copyOfRange(rest, from, to), StandardCharsets.UTF_8));
      at = to;
    }
    return Optional.of(new UnpackedImage(new ArrayList<>(names), texts));
  }

  Optional<String> text(Path file) {
    return Optional.ofNullable(texts.get(file));
  }

  /** Whether the image has a file or a link with this name. */
  boolean has(Path file) {
    return names.contains(relative(file));
  }

  /** Whether the image has the module of pciback. */
  boolean hasPciback() {
    return names.stream().anyMatch(name -> name.matches(".*/xen-pciback\\.ko(\\.\\w+)?"));
  }

  /**
   * Whether the image has a file as it is after an edit. A file that Gangway does not demand may be
   * left out, but an image must not have another text.
   *
   * @param demanded whether Gangway's settings of the tool name the file
   */
  boolean agrees(FileEdit edit, boolean demanded) {
    return has(edit.file())
        ? text(edit.file()).equals(edit.after())
        : edit.after().isEmpty() || !demanded;
  }

  private static String relative(Path file) {
    return file.toString().substring(1);
  }
}
