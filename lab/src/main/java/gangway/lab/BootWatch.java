package gangway.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Follows a booting host: reports its progress, and whether the boot has failed. A machine that KVM
 * cannot run stops before Xen prints anything.
 */
final class BootWatch {
  private static final Duration FIRST_OUTPUT_LIMIT = Duration.ofSeconds(20);

  private record Milestone(String text, String message) {}

  private final Qemu qemu;
  private final Path serial;
  private final Report report;
  private final long start = System.nanoTime();
  private final Deque<Milestone> remaining =
      new ArrayDeque<>(
          List.of(
              new Milestone("Xen version", "Xen is up"),
              new Milestone("Linux version", "dom0's kernel is up"),
              new Milestone("Run /init", "dom0 looks for its disk"),
              new Milestone("systemd[1]: ", "dom0's services start")));

  BootWatch(Qemu qemu, Path serial, Report report) {
    this.qemu = qemu;
    this.serial = serial;
    this.report = report;
  }

  /** Reports the progress; returns true if the boot has failed. */
  boolean failed() {
    String output = output();
    while (!remaining.isEmpty() && output.contains(remaining.getFirst().text())) {
      report.detail(remaining.removeFirst().message());
    }
    boolean silent = output.isEmpty() && System.nanoTime() - start > FIRST_OUTPUT_LIMIT.toNanos();
    return silent || !qemu.runs() || !qemu.healthy();
  }

  private String output() {
    try {
      return Files.readString(serial, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
