package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kills operations with SIGKILL at their steps, and while a tool runs for them. */
@Tag("long")
@Order(2)
@ExtendWith(SharedLab.class)
class CrashTest {
  private static final String NO_GUEST = "";

  /**
   * Whether to kill at every step of every operation (half an hour) or only at a sample of steps.
   */
  private static final boolean ALL = Boolean.getBoolean("lab.crash.all");

  /** Journal lines between two kills; a step has two lines. */
  private static final int LINES = ALL ? 2 : 10;

  private int points;

  @BeforeEach
  void startGuest(Dom0 dom0) throws IOException {
    dom0.must("cat > /root/crash.sh <<'END'\n" + script() + "END");
    // Xen attaches functions to a running guest only if the guest was created with one
    dom0.must("gangway hide --now 0a:04.1 && gangway attach pv1 0a:04.1");
    dom0.must("xl create -q /etc/xen/pv1.cfg && in-guest pv1 true");
  }

  @Test
  void aHideOrAttachKilledAnywhereIsUndoneOrComplete(Dom0 dom0) {
    crash(dom0, NO_GUEST, "hide --now 09:00.0", "unhide --now 09:00.0", "xl");
    crash(dom0, "pv1", "attach pv1 09:00.0", "detach pv1 09:00.0", "xl");

    assertThat(points).isGreaterThan(ALL ? 20 : 4);
  }

  @Test
  @Tag("rare")
  void aDetachKilledAnywhereIsUndoneOrComplete(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0 && gangway attach pv1 09:00.0");
    crash(dom0, "pv1", "detach pv1 09:00.0", "attach pv1 09:00.0", "xl");

    assertThat(points).isGreaterThan(ALL ? 10 : 2);
  }

  @Test
  @Tag("rare")
  void aGuardInstallationKilledAnywhereIsUndoneOrComplete(Dom0 dom0) {
    crash(dom0, NO_GUEST, "guard install", "guard remove", "dpkg-divert");
    if (ALL) {
      crash(dom0, NO_GUEST, "guard remove", "guard install", "dpkg-divert");
    }

    assertThat(points).isGreaterThan(ALL ? 10 : 2);
  }

  @Test
  @Tag("rare")
  void anUnhideKilledAnywhereIsUndoneOrComplete(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    crash(dom0, NO_GUEST, "unhide --now 09:00.0", "hide --now 09:00.0", "xl");
    if (ALL) {
      crash(dom0, NO_GUEST, "hide --boot 09:00.0", "unhide --boot 09:00.0", "update-initramfs");
    }

    assertThat(points).isGreaterThan(ALL ? 20 : 2);
  }

  private void crash(Dom0 dom0, String guest, String command, String back, String program) {
    String words =
        "%d 0000:09:00.0 '%s' '%s' '%s' %s".formatted(LINES, guest, command, back, program);
    Output output = dom0.run("bash /root/crash.sh " + words);
    List<String> found = output.out().lines().filter(line -> line.startsWith("point: ")).toList();
    System.out.printf("lab: %s%n", command);
    found.forEach(line -> System.out.printf("  %s%n", line));
    assertThat(output.ok()).as(command + "\n" + output.out() + output.err()).isTrue();
    assertThat(found).as("undone at least once").anyMatch(line -> line.contains(": before;"));
    points += found.size();
    System.out.printf("lab: %1$d crash points, %1$d recovered%n", points);
  }

  private static String script() throws IOException {
    try (InputStream text = CrashTest.class.getResourceAsStream("crash.sh")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
