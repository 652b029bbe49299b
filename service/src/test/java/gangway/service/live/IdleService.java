package gangway.service.live;

import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures what the sources cost while nothing changes: the wake-ups of each thread, and the time
 * on the processor. Not a test. Run it with this folder's classes on the class path:
 *
 * <pre>java --enable-native-access=ALL-UNNAMED gangway.service.live.IdleService [SECONDS]</pre>
 */
final class IdleService {
  private IdleService() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 30 : Integer.parseInt(arguments[0]);
    Path empty = Files.createTempDirectory("gangway-idle");
    try (LiveHost live = LiveHost.start(new FolderMachine(empty))) {
      live.changes().listen((topics, _) -> System.out.println("changed: " + topics));
      Thread.sleep(5_000); // the virtual machine finishes its start
      Map<String, Long> before = switches();
      double processor = processorSeconds();
      Thread.sleep(seconds * 1000L);
      double used = processorSeconds() - processor;
      Map<String, Long> after = switches();
      System.out.println("sources that fail: " + live.changes().failures());
      after.forEach((thread, count) ->
          System.out.printf(
              "%-24s %4d context switches%n", thread, count - before.getOrDefault(thread, count)));
      System.out.println(
          String.format(
              Locale.ROOT, "all threads: %.2f s of processor time in %d s", used, seconds));
    } finally {
      Files.delete(empty);
    }
  }

  /** The context switches of each thread, voluntary and not. */
  private static Map<String, Long> switches() throws IOException {
    Map<String, Long> switches = new TreeMap<>();
    try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        long count =
            Files.readAllLines(thread.resolve("status")).stream()
                .filter(line -> line.contains("ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.split(":", 2)[1].strip()))
                .sum();
        String name = Files.readString(thread.resolve("comm")).strip();
        switches.put(name + " " + thread.getFileName(), count);
      }
    }
    return switches;
  }

  private static double processorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }
}
