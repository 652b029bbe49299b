package gangway.service.operation;

import gangway.Problem;
import gangway.journal.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program {@code gangway} as a child process that goes on when the service ends: in a session
 * of its own (setsid(1)), with files and no pipes. See docs/decisions/0032.
 *
 * @param file the launcher of the program
 */
public record ChildProgram(Path file) {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LC_ALL",
          "C.UTF-8",
          "HOME",
          "/root");

  /** The program beside the Java that runs the service. */
  public static ChildProgram ofThisInstallation() {
    Path java = Path.of(System.getProperty("java.home", "/"));
    return new ChildProgram(java.resolveSibling("bin").resolve("gangway"));
  }

  /** Starts a command whose output goes to files of a folder. */
  ProcessMark start(Path folder, StartOrder order) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words(order));
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put(Caller.VARIABLE, caller(order).toString());
    builder.directory(Path.of("/").toFile());
    builder.redirectInput(input(folder, order).toFile());
    builder.redirectOutput(Files.createFile(Start.events(folder)).toFile());
    builder.redirectError(Files.createFile(Start.errors(folder)).toFile());
    return ProcessMark.of(builder.start().pid());
  }

  /** A file with what the command reads. */
  private static Path input(Path folder, StartOrder order) throws IOException {
    return order.input().isPresent()
        ? Files.writeString(Start.input(folder), order.input().get())
        : Path.of("/dev/null");
  }

  /**
   * For whom the command runs. Names that the journal does not take, such as those with blanks, are
   * replaced by the number.
   */
  private static Caller caller(StartOrder order) {
    Optional<String> from = Optional.of(order.from());
    try {
      return new Caller(order.uid(), order.user(), from);
    } catch (IllegalArgumentException noName) {
      return new Caller(order.uid(), "uid-" + order.uid(), from);
    }
  }

  private List<String> words(StartOrder order) {
    List<String> words = new ArrayList<>();
    words.add(
        SETSID.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() ->
                Problem.refused(
                    "the program 'setsid' is not installed", "install the package util-linux"))
            .toString());
    words.add(file.toString());
    words.addAll(order.words());
    return words;
  }
}
