package gangway.cli;

import gangway.Golden;
import gangway.Version;
import gangway.host.GuideHost;
import gangway.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A command line that prints JSON, on a host.
 *
 * @param command the words of the command: {@code check hide}
 * @param variant what is special about the host or the command line, as a file name; those that
 *     begin with {@code lines-} are of {@code --json-lines}
 * @param arguments the command line after the command, without {@code --json}; {@code FOLDER} is a
 *     folder of this computer
 * @param machine makes the host
 */
record JsonCase(
    String command, String variant, String arguments, Supplier<? extends Machine> machine) {
  private static final String FOLDER = "FOLDER";

  /** A case on the machine of a host. */
  static JsonCase of(String command, String variant, String arguments, Supplier<GuideHost> host) {
    return new JsonCase(command, variant, arguments, () -> host.get().machine());
  }

  /** The folder of a command's golden files, below the number of the format. */
  static String folder(String command) {
    return "json-1/" + command.replace(' ', '-');
  }

  /** The golden file. */
  String file() {
    return folder(command) + "/" + variant + ".json";
  }

  /** The option that the command line has. */
  String option() {
    return variant.startsWith("lines-") ? "--json-lines" : "--json";
  }

  /** Runs the command, and compares its output with the golden file. */
  void assertGolden() {
    if (!arguments.contains(FOLDER)) {
      Golden.assertGolden(file(), withoutPath(stable(run(arguments).out())));
      return;
    }
    try {
      Path folder = Files.createTempDirectory("gangway");
      try {
        String out = run(arguments.replace(FOLDER, folder.toString())).out();
        Golden.assertGolden(file(), stable(out.replace(folder.toString(), FOLDER)));
      } finally {
        empty(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void empty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Run run(String words) {
    List<String> all = new ArrayList<>(List.of(command.split(" ")));
    all.add(option());
    all.addAll(List.of(words.strip().split(" ")));
    all.removeIf(String::isEmpty);
    return run(machine.get(), all);
  }

  /**
   * Runs a command in a thread of its own: at the end of this JVM, the shutdown hook of an
   * operation waits for the thread's end.
   */
  static Run run(Machine machine, List<String> words) {
    return CompletableFuture.supplyAsync(
            () -> Run.on(machine, words), task -> Thread.ofPlatform().start(task))
        .orTimeout(1, TimeUnit.MINUTES)
        .join();
  }

  /** Without what differs from release to release, or from run to run. */
  private static String stable(String out) {
    return out.replace("gangway " + Version.text() + " reads", "gangway VERSION reads")
        .replaceAll("-" + ProcessHandle.current().pid() + "\\b", "-PID")
        .replaceAll("\"answers\":\\d+", "\"answers\":0");
  }

  /**
   * The steps of the guard have the path of the program, which differs from computer to computer.
   */
  private String withoutPath(String out) {
    return command.startsWith("guard ")
        ? out.replaceAll("(\"digest\":\"[0-9a-f]{40})[0-9a-f]{24}", "$1" + "0".repeat(24))
        : out;
  }

  @Override
  public String toString() {
    return command + ": " + variant;
  }
}
