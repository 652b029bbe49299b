package gangway.lab;

import gangway.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The procedure of the RHEL 5 Virtualization Guide, section 15.5, with the guide's own addresses,
 * on a real Xen host and with Gangway's commands. Every stage shows its commands and verifies the
 * result.
 */
final class Demo {
  private static final String FIRST = "0000:09:00.0";
  private static final String SECOND = "0000:0a:04.1";
  private static final String GUEST = "pv1";
  private static final Duration GUEST_LIMIT = Duration.ofSeconds(30);

  private record Row(String stage, boolean worked, Duration took) {}

  private final Terminal terminal;
  private final Consumer<String> afterStage;
  private final List<Row> rows = new ArrayList<>();

  Demo(Terminal terminal) {
    this(terminal, _ -> {});
  }

  /**
   * @param afterStage gets the title of each stage that worked
   */
  Demo(Terminal terminal, Consumer<String> afterStage) {
    this.terminal = terminal;
    this.afterStage = afterStage;
  }

  /** Runs all stages and prints a table of the results, also after a failure. */
  void run(Supplier<Lab> start, Path distribution) {
    long begun = System.nanoTime();
    try {
      Lab[] lab = new Lab[1];
      stage("Start the Xen host", () -> lab[0] = start.get());
      stage("Install Gangway in its dom0", () -> lab[0].install(distribution));
      guide(lab[0].dom0());
    } finally {
      table(since(begun));
    }
  }

  /** Runs the guide's procedure on a host with Gangway. */
  void guide(Dom0 dom0) {
    stage(
        "List the devices",
        () -> {
          String devices = show(dom0, "gangway devices");
          expect(devices.contains(FIRST) && devices.contains(SECOND), "both functions exist");
        });
    stage(
        "Hide both, now and after reboot",
        () -> {
          show(dom0, "gangway hide " + FIRST + " " + SECOND);
          expect(hidden(dom0), "both are bound to pciback");
        });
    stage(
        "Create a PV guest with the first",
        () -> {
          show(dom0, "gangway attach " + GUEST + " " + FIRST);
          show(dom0, "xl create -q /etc/xen/" + GUEST + ".cfg");
          expect(
              dom0.await(guest("test -d /sys/class/net/eth0"), GUEST_LIMIT), "the guest has a NIC");
          show(dom0, "gangway guests");
        });
    stage(
        "The guest pings through it", () -> show(dom0, guest("lease eth0 && ping -c 3 10.9.0.2")));
    stage(
        "Hot-attach the second",
        () -> {
          show(dom0, "gangway attach --now " + GUEST + " " + SECOND);
          expect(
              dom0.await(guest("test -d /sys/class/net/eth1"), GUEST_LIMIT),
              "a second NIC appears in the guest");
          show(dom0, guest("ls -l /sys/class/net"));
        });
    stage(
        "Hot-detach it",
        () -> {
          show(dom0, "gangway detach --now " + GUEST + " " + SECOND);
          String nics = show(dom0, guest("ls -l /sys/class/net"));
          expect(!nics.contains("eth1"), "the second NIC is gone from the guest");
        });
    stage(
        "Restart dom0: still hidden",
        () -> {
          show(dom0, "xl destroy " + GUEST);
          terminal.bold("dom0# systemctl reboot");
          dom0.reboot();
          show(dom0, "gangway devices");
          expect(hidden(dom0), "both are bound to pciback");
          String log = show(dom0, "dmesg | grep -E 'seizing device|PRO/1000 Network Driver'");
          expect(
              log.lastIndexOf("seizing") < log.indexOf("Network Driver"),
              "pciback took both before their drivers were loaded");
        });
    stage(
        "Unhide both: dom0's drivers are back",
        () -> {
          show(dom0, "gangway detach --config " + GUEST + " " + FIRST);
          show(dom0, "gangway unhide " + FIRST + " " + SECOND);
          show(dom0, "gangway devices");
          expect(
              dom0.driver(FIRST).equals("e1000e") && dom0.driver(SECOND).equals("e1000"),
              "they are bound to e1000e and e1000");
        });
  }

  private static String guest(String command) {
    return "in-guest " + GUEST + " '" + command + "'";
  }

  private static boolean hidden(Dom0 dom0) {
    return dom0.driver(FIRST).equals("pciback") && dom0.driver(SECOND).equals("pciback");
  }

  private void stage(String title, Runnable script) {
    long begun = System.nanoTime();
    terminal.line("");
    terminal.bold("== " + title);
    boolean worked = false;
    try {
      script.run();
      worked = true;
    } finally {
      rows.add(new Row(title, worked, since(begun)));
    }
    afterStage.accept(title);
  }

  /** Runs a command and shows the command and its output. */
  private String show(Dom0 dom0, String command) {
    terminal.bold("dom0# " + command);
    Output output = dom0.follow(command, line -> terminal.line("  " + line));
    terminal.line("  (%s)".formatted(seconds(output.took())));
    if (!output.ok()) {
      throw Problem.failed(
          "the command failed with exit code " + output.exit() + ": " + command,
          "the lab is still running; log in with: ./gangway lab ssh");
    }
    return output.out();
  }

  private void expect(boolean so, String what) {
    if (!so) {
      throw Problem.failed(
          "verification failed: " + what,
          "the lab is still running; log in with: ./gangway lab ssh");
    }
    terminal.line("  verified: " + what);
  }

  private void table(Duration all) {
    int widest = rows.stream().mapToInt(row -> row.stage().length()).max().orElse(0);
    terminal.line("");
    for (Row row : rows) {
      terminal.line(
          "  %s  %s  %7s"
              .formatted(
                  padded(row.stage(), widest),
                  row.worked() ? "done  " : "failed",
                  seconds(row.took())));
    }
    terminal.line("  %s          %7s".formatted(padded("", widest), seconds(all)));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static String seconds(Duration took) {
    return "%.1f s".formatted(took.toMillis() / 1000.0);
  }
}
