package gangway.cli;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives a function to a running guest, once, on the tests' host: its files become those of the root
 * folder, which is to be one of its own (chroot), and what Xen's tools and the guest do there takes
 * no time. Prints how long that took from the command's words to its end, in microseconds: what an
 * attach costs beside Xen and the start of Java; and how long of it this thread had a processor.
 */
final class AttachOwn {
  private AttachOwn() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(nowhere, nowhere, false, false);
    ActingHost host = new GuideHost(Path.of("/")).hidden(GuideHost.CARD).machine();
    List<String> attach = List.of("attach", "--now", "pv1", GuideHost.CARD);
    long busy = processor();
    long begin = System.nanoTime();
    ExitCode end = new Gangway(console, () -> host).run(attach);
    long took = System.nanoTime() - begin;
    if (end != ExitCode.DONE) {
      throw new IllegalStateException("the attach ended with " + end);
    }
    System.out.println(took / 1000 + " " + (processor() - busy) / 1000);
  }

  /** Nanoseconds that this thread has had a processor, by the kernel's own /proc, not the host's. */
  private static long processor() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/kernel/thread-self/schedstat")).split(" ")[0]);
  }
}
