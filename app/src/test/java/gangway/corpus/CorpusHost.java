package gangway.corpus;

import gangway.Documents;
import gangway.machine.Result;
import gangway.xenstore.MapXenStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a host of the corpus from its text. {@code README.md} in the folder of the corpus describes
 * the format.
 */
public final class CorpusHost {
  /** The folder of the corpus; tests run in {@code app}. */
  public static final Path CORPUS = Documents.ROOT.resolve("app/src/test/resources/corpus");

  public static final String SUFFIX = ".host";

  private static final String BLOCK = "  ";
  private static final String XENSTORE = "xenstore/";
  private static final Pattern COMMAND = Pattern.compile("\\$ (.*?)( \\[exit (\\d+)])?");
  private static final Pattern BYTES = Pattern.compile("([0-9a-f]+)(\\*(\\d+))?");

  private final Path root;
  private final Map<String, Result> answers = new TreeMap<>();
  private final MapXenStore store = new MapXenStore();

  private CorpusHost(Path root) {
    this.root = root;
  }

  /**
   * Creates the files of a host.
   *
   * @param host the text of the host
   * @param root an empty folder for its files
   */
  public static CorpusMachine lay(Path host, Path root) {
    CorpusHost laid = new CorpusHost(root);
    try {
      laid.include(host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CorpusMachine(root, laid.answers, laid.store);
  }

  /** All hosts of the corpus. */
  public static List<Path> all() {
    return Stream.of("hosts", "definitions", "dumps")
        .flatMap(folder -> files(CORPUS.resolve(folder)).stream())
        .filter(file -> file.toString().endsWith(SUFFIX))
        .toList();
  }

  /** The files in a folder, sorted. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void include(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int number = 0; number < lines.size(); number++) {
      String line = lines.get(number);
      List<String> block = new ArrayList<>();
      while (number + 1 < lines.size() && lines.get(number + 1).startsWith(BLOCK)) {
        block.add(lines.get(++number).substring(BLOCK.length()) + "\n");
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          entry(line, String.join("", block));
        } catch (IOException | RuntimeException e) {
          throw new IllegalArgumentException(file + ": " + line, e);
        }
      }
    }
  }

  private void entry(String line, String block) throws IOException {
    Matcher command = COMMAND.matcher(line);
    if (line.startsWith("include ")) {
      include(CORPUS.resolve("base").resolve(line.substring("include ".length()) + SUFFIX));
    } else if (line.startsWith("without ")) {
      without(root.resolve(line.substring("without ".length())));
    } else if (command.matches()) {
      String exit = command.group(3);
      answers.put(
          command.group(1), new Result(exit == null ? 0 : Integer.parseInt(exit), block, ""));
    } else if (line.contains(" -> ")) {
      String[] link = line.split(" -> ", 2);
      Files.createSymbolicLink(fresh(link[0]), Path.of(link[1]));
    } else if (line.contains(" = ")) {
      String[] bytes = line.split(" = ", 2);
      Files.write(fresh(bytes[0]), bytes(bytes[1]));
    } else if (line.endsWith("/")) {
      Files.createDirectories(root.resolve(line));
    } else if (line.endsWith(":")) {
      text(line.substring(0, line.length() - 1), block);
    } else {
      String[] text = line.split(": ", 2);
      text(text[0], text[1] + "\n");
    }
  }

  private static void without(Path path) throws IOException {
    try (Stream<Path> below = Files.walk(path)) {
      for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void text(String path, String text) throws IOException {
    if (path.startsWith(XENSTORE)) {
      store.with(path.substring(XENSTORE.length() - 1), text.strip());
    } else {
      Files.write(fresh(path), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The path for a new file; a later line replaces an earlier one. */
  private Path fresh(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    return file;
  }

  private static byte[] bytes(String words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String word : words.split(" ")) {
      Matcher matcher = BYTES.matcher(word);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no bytes: " + word);
      }
      String times = matcher.group(3);
      byte[] once = HexFormat.of().parseHex(matcher.group(1));
      for (int i = 0; i < (times == null ? 1 : Integer.parseInt(times)); i++) {
        bytes.writeBytes(once);
      }
    }
    return bytes.toByteArray();
  }

  /** The names of the files in {@code base} that a host includes, itself not included. */
  static Stream<String> includes(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("\n"))
          .filter(line -> line.startsWith("include "))
          .map(line -> line.substring("include ".length()) + SUFFIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
