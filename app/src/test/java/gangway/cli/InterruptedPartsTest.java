package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * A signal stops a command that has several parts: the part in progress is undone, and the other
 * parts do not begin.
 */
class InterruptedPartsTest {

  /** The signal ends the process, so the command runs in a process of its own. */
  @Test
  void aSignalInTheFirstGuestEndsThePreparationOfAllGuests() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Stream.of(
                        Gangway.class,
                        InterruptedPartsTest.class,
                        CommandLine.class,
                        JsonReader.class)
                    .map(InterruptedPartsTest::folder)
                    .distinct()
                    .collect(Collectors.joining(":")),
                Interrupted.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(lines)
        .contains("exit FAILED", "changed: []")
        .noneMatch(line -> line.contains("fault"));
    assertThat(lines).filteredOn(line -> line.contains("interrupted by a signal")).hasSize(2);
  }

  private static String folder(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** Prepares two guests, and ends its process before the first guest is changed. */
  static final class Interrupted {
    private Interrupted() {}

    public static void main(String[] words) throws IOException {
      List<GuideHost> guests = List.of(new GuideHost(), new GuideHost());
      List<List<String>> before =
          guests.stream().map(guest -> List.of(guest.everything().toString())).toList();
      ActingHost counted = machine(List.of(new GuideHost(), new GuideHost()));
      prepare(counted);
      int change = 1;
      while (!counted.call(change).contains("run ssh")) {
        change++;
      }
      Run run = prepare(machine(guests).beforeCall(change, Interrupted::signal));
      System.out.print(run.printed());
      System.out.println("exit " + run.exit());
      System.out.println(
          "changed: "
              + guests.stream()
                  .map(guest -> List.of(guest.everything().toString()))
                  .filter(after -> !before.contains(after))
                  .toList());
    }

    private static ActingHost machine(List<GuideHost> guests) {
      return new GuideHost()
          .put("proc/sys/kernel/random/boot_id", "2f0d\n")
          .machine()
          .reaching("root@pv1", guests.getFirst())
          .reaching("root@pv2", guests.getLast());
    }

    private static Run prepare(ActingHost machine) {
      return Run.on(
          machine, List.of("guest-prepare", "--kind", "pv", "--ssh", "root@pv1", "root@pv2"));
    }

    /**
     * Like a signal, and waits until both commands of this process are asked to stop: the handler
     * of each then waits for the command's thread. The first command only counted the calls.
     */
    private static void signal() {
      Thread.ofPlatform().daemon().start(() -> Runtime.getRuntime().exit(0));
      while (waitingHandlers() < 2) {
        Thread.onSpinWait();
      }
    }

    private static long waitingHandlers() {
      return Thread.getAllStackTraces().entrySet().stream()
          .filter(thread -> thread.getKey().getName().equals("interruption"))
          .filter(thread ->
              Stream.of(thread.getValue())
                  .anyMatch(frame ->
                      frame.getClassName().equals("java.lang.Thread")
                          && frame.getMethodName().equals("join")))
          .count();
    }
  }
}
