package gangway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of this repository, as the tests read them that compare them with the program. */
public final class Documents {
  /** The root of the repository; tests run in {@code app}. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  public static final Path COMMANDS = ROOT.resolve("docs/commands.md");
  public static final Path README = ROOT.resolve("README.md");

  private static final Pattern RULE = Pattern.compile("\\|( *:?-+:? *\\|)+");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

  /**
   * A table.
   *
   * @param section the heading above it, without the number signs
   * @param rows its rows, each a list of cells; the first row is its head
   */
  public record Table(String section, List<List<String>> rows) {
    public Table {
      rows = rows.stream().map(List::copyOf).toList();
    }

    /** The first cells of its rows, without its head. */
    public List<String> firstCells() {
      return rows.stream().skip(1).map(List::getFirst).toList();
    }

    public String head() {
      return rows.getFirst().getFirst();
    }
  }

  private Documents() {}

  /** All documents: those at the root, those of {@code docs}, and those of the other folders. */
  public static List<Path> all() {
    return Stream.of("", "docs", "docs/decisions", "ansible", "bench", "guest", "lab")
        .map(ROOT::resolve)
        .flatMap(folder -> list(folder).filter(file -> file.toString().endsWith(".md")))
        .toList();
  }

  static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below a folder, without what builds leave there. */
  static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tables of a document. */
  public static List<Table> tables(Path file) {
    List<Table> tables = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    String section = "";
    for (String line : (text(file) + "\n").split("\n", -1)) {
      if (line.startsWith("|")) {
        if (!RULE.matcher(line).matches()) {
          rows.add(cells(line));
        }
        continue;
      }
      if (!rows.isEmpty()) {
        tables.add(new Table(section, rows));
        rows = new ArrayList<>();
      }
      if (line.startsWith("#")) {
        section = line.replaceFirst("^#+ *", "");
      }
    }
    return tables;
  }

  /** The only table of a section. */
  public static Table table(Path file, String section) {
    List<Table> found =
        tables(file).stream().filter(table -> table.section().equals(section)).toList();
    if (found.size() != 1) {
      throw new AssertionError("%d tables under '%s' in %s".formatted(found.size(), section, file));
    }
    return found.getFirst();
  }

  private static List<String> cells(String line) {
    return Stream.of(CELL_END.split(line.substring(1), -1)).map(String::strip).toList();
  }
}
