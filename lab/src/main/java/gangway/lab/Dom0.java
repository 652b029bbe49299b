package gangway.lab;

import gangway.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The dom0 of a lab's host, where commands run as root. */
public final class Dom0 {
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(6);
  private static final String BOOT_ID = "cat /proc/sys/kernel/random/boot_id";

  private final Ssh ssh;

  Dom0(Ssh ssh) {
    this.ssh = ssh;
  }

  /** Runs a shell command. */
  public Output run(String command) {
    return reached(ssh.shell(command).run());
  }

  /** Runs a shell command and passes on its output, including errors, line by line. */
  public Output follow(String command, Consumer<String> line) {
    return reached(ssh.shell("exec 2>&1; " + command).follow(line));
  }

  /** Runs a shell command that must succeed. */
  public String must(String command) {
    Output output = run(command);
    if (!output.ok()) {
      throw Problem.failed(
          "a command failed in the lab's host: " + command,
          "",
          "exit code " + output.exit(),
          output.out().strip(),
          output.err().strip());
    }
    return output.out();
  }

  /** Starts a shell command in a terminal. */
  public Login login(String command) {
    return Login.with(ssh.terminal(command));
  }

  /** The driver of a function, from the kernel and not from Gangway. */
  public String driver(String function) {
    return must("basename $(readlink /sys/bus/pci/devices/" + function + "/driver)").strip();
  }

  /** Waits until a shell command succeeds. */
  public boolean await(String command, Duration limit) {
    return Waiting.until(() -> run(command).ok(), limit);
  }

  /** Whether dom0 answers now. */
  boolean answers() {
    return ssh.shell("true").run().ok();
  }

  /** Waits until dom0 answers, up to the time limit of a boot. */
  boolean awaitUp(BooleanSupplier failed) {
    return Waiting.until(() -> failed.getAsBoolean() || answers(), BOOT_LIMIT)
        && !failed.getAsBoolean();
  }

  /** Reboots dom0 cleanly, and returns when dom0 is up again. */
  public void reboot() {
    String before = must(BOOT_ID);
    run("systemctl reboot");
    ssh.close();
    boolean up =
        Waiting.until(
            () -> {
              Output now = ssh.shell(BOOT_ID).run();
              return now.ok() && !now.out().equals(before);
            },
            BOOT_LIMIT);
    if (!up) {
      throw Problem.failed(
          "the lab's host did not come up after the reboot",
          "see its serial log: 'gangway lab status' shows the path");
    }
    // ssh answers before the last drivers are bound; a "degraded" system also counts as up
    must("systemctl is-system-running --wait >/dev/null; udevadm settle");
  }

  /** Sets the clock of dom0, which has the time of the snapshot. */
  void setClock() {
    must("date -s @" + Instant.now().getEpochSecond());
  }

  private static Output reached(Output output) {
    if (output.exit() == Ssh.NO_CONNECTION) {
      throw Problem.failed(
          "the lab's host does not answer",
          "see its serial log; 'gangway lab status' shows the path",
          output.err().strip());
    }
    return output;
  }
}
