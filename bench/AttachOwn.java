package gangway.cli;

import gangway.host.GuideHost;
import gangway.machine.Machine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Attaches a function to a running guest once, on the host of the unit tests. The host's files are
 * those of the root folder, so run it in a chroot; Xen's tools and the guest take no time there.
 * Prints the time from parsing the command to its end in microseconds, which is the cost of an
 * attach without Xen and the start of Java, the processor time of this thread in that time, and the
 * part of the time outside the calls of the host.
 */
final class AttachOwn {
  private AttachOwn() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(nowhere, nowhere, false, false);
    HostTime time = new HostTime();
    Machine host = time.timed(new GuideHost(Path.of("/")).hidden(GuideHost.CARD).machine());
    List<String> attach = List.of("attach", "--now", "pv1", GuideHost.CARD);
    long busy = processor();
    long before = time.nanoseconds();
    long begin = System.nanoTime();
    ExitCode end = new Gangway(console, () -> host).run(attach);
    long took = System.nanoTime() - begin;
    if (end != ExitCode.DONE) {
      throw new IllegalStateException("the attach ended with " + end);
    }
    long own = took - (time.nanoseconds() - before);
    System.out.println(took / 1000 + " " + (processor() - busy) / 1000 + " " + own / 1000);
  }

  /**
   * Processor time of this thread in nanoseconds, from the kernel's own /proc, not from the
   * simulated host's.
   */
  private static long processor() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/kernel/thread-self/schedstat")).split(" ")[0]);
  }
}
