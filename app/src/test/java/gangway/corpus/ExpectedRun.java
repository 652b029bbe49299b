package gangway.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command on a host of the corpus, and its correct result.
 *
 * @param words the words of the command
 * @param exit the exit code
 * @param findings severity and code of each finding and issue, sorted
 * @param printed texts that the command must print
 * @param notPrinted texts that the command must not print
 */
public record ExpectedRun(
    List<String> words,
    int exit,
    List<String> findings,
    List<String> printed,
    List<String> notPrinted) {
  public static final String SUFFIX = ".expected";

  private static final Pattern FINDING =
      Pattern.compile("(blocked|warning|note|accepted) [A-Z][A-Z0-9-]+");
  private static final Pattern PRINTED_FINDING =
      Pattern.compile("(?m)^(" + FINDING.pattern() + ")[:=]");

  public ExpectedRun {
    words = List.copyOf(words);
    findings = findings.stream().sorted().toList();
    printed = List.copyOf(printed);
    notPrinted = List.copyOf(notPrinted);
  }

  /** Reads the expected results of a host. */
  public static List<ExpectedRun> of(Path host) {
    try {
      return read(Files.readAllLines(expected(host)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file with the expected results of a host. */
  static Path expected(Path host) {
    String name = host.getFileName().toString();
    return host.resolveSibling(
        name.substring(0, name.length() - CorpusHost.SUFFIX.length()) + SUFFIX);
  }

  private static List<ExpectedRun> read(List<String> lines) {
    List<ExpectedRun> runs = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("$ ")) {
        addTo(runs, block);
        block.clear();
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        block.add(line);
      }
    }
    addTo(runs, block);
    return runs;
  }

  private static void addTo(List<ExpectedRun> runs, List<String> block) {
    if (block.isEmpty()) {
      return;
    }
    List<String> findings = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    List<String> notPrinted = new ArrayList<>();
    int exit = Integer.parseInt(block.get(1).replaceFirst("^exit ", ""));
    for (String line : block.subList(2, block.size())) {
      if (line.startsWith("prints ")) {
        printed.add(line.substring("prints ".length()));
      } else if (line.startsWith("lacks ")) {
        notPrinted.add(line.substring("lacks ".length()));
      } else if (FINDING.matcher(line).matches()) {
        findings.add(line);
      } else {
        throw new IllegalArgumentException("not an expected result: " + line);
      }
    }
    runs.add(
        new ExpectedRun(
            List.of(block.getFirst().substring(2).split(" ")),
            exit,
            findings,
            printed,
            notPrinted));
  }

  /** The lines of the file, without the command. */
  public List<String> lines() {
    return lines(exit, findings, printed, notPrinted);
  }

  /** The lines that the file would have for another result. */
  public List<String> linesOf(int code, String output) {
    return lines(
        code,
        PRINTED_FINDING.matcher(output).results().map(found -> found.group(1)).sorted().toList(),
        printed.stream().filter(output::contains).toList(),
        notPrinted.stream().filter(text -> !output.contains(text)).toList());
  }

  private static List<String> lines(
      int exit, List<String> findings, List<String> printed, List<String> notPrinted) {
    List<String> lines = new ArrayList<>(List.of("exit " + exit));
    lines.addAll(findings);
    printed.forEach(text -> lines.add("prints " + text));
    notPrinted.forEach(text -> lines.add("lacks " + text));
    return lines;
  }

  /** The command as in the file, for messages. */
  @Override
  public String toString() {
    return "$ " + String.join(" ", words);
  }
}
