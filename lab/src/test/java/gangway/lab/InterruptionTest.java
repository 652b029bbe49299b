package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator presses Ctrl-C, loses the connection, or ends Gangway, while a tool of Xen runs. */
@Tag("long")
@ExtendWith(SharedLab.class)
class InterruptionTest {
  private static final String IMAGE = "/srv/pv1.image";
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String GANGWAY = "-f [l]ib/gangway.jar";
  private static final String SAVING = "-x libxl-save-help";

  /** How an operation is interrupted. */
  enum Way {
    CTRL_C {
      @Override
      void interrupt(Login login, Dom0 dom0) {
        login.pressCtrlC();
        assertThat(login.awaitShown("interrupted", LIMIT)).isTrue();
      }
    },
    LOST_CONNECTION {
      @Override
      void interrupt(Login login, Dom0 dom0) {
        login.drop();
        awaitIn(dom0, "test \"$(ps -o tty= -p $(pgrep %s))\" = '?'".formatted(GANGWAY));
      }
    },
    SIGTERM {
      @Override
      void interrupt(Login login, Dom0 dom0) {
        dom0.must("pkill -TERM " + GANGWAY);
        assertThat(login.awaitShown("interrupted", LIMIT)).isTrue();
      }
    };

    abstract void interrupt(Login login, Dom0 dom0);
  }

  @Test
  void afterCtrlCDuringASaveTheGuestContinuesWithItsDevice(Dom0 dom0) {
    aGuestContinues(dom0, Way.CTRL_C);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"LOST_CONNECTION", "SIGTERM"})
  @Tag("rare")
  void afterAnyInterruptionDuringASaveTheGuestContinuesWithItsDevice(Way way, Dom0 dom0) {
    aGuestContinues(dom0, way);
  }

  private static void aGuestContinues(Dom0 dom0, Way way) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();

    try (Login login = dom0.login("gangway save pv1 " + IMAGE)) {
      stop(dom0, SAVING);
      way.interrupt(login, dom0);
      dom0.must("pkill -CONT " + SAVING);
      if (way == Way.CTRL_C) {
        // again, while Gangway undoes the steps
        awaitIn(dom0, "! pgrep " + SAVING);
        login.pressCtrlC();
        assertThat(login.screen()).contains("everything is as it was before");
      }
    }

    mustHaveUndone(dom0);
    assertThat(dom0.run("ls " + IMAGE + "*").ok()).isFalse();
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void aGuestThatAKilledXlLeavesSuspendedIsResumed(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();

    try (Login login = dom0.login("gangway save pv1 " + IMAGE)) {
      stop(dom0, SAVING);
      dom0.must("pkill -KILL -f '[b]in/xl save'; pkill -KILL " + SAVING);
      assertThat(login.screen()).contains("everything is as it was before");
    }

    mustHaveUndone(dom0);
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void doctorFindsAGuestThatXlAloneLeftSuspended(Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    int before = guest.count();
    try (Login login = dom0.login("xl save pv1 " + IMAGE)) {
      stop(dom0, SAVING);
      login.pressCtrlC();
      awaitIn(dom0, "! pgrep -f '[b]in/xl save'");
      dom0.must("pkill -CONT " + SAVING);
      awaitIn(dom0, "! pgrep " + SAVING);
    }
    dom0.must("gangway guard install");

    Output doctor = dom0.run("gangway doctor");

    String resume = "xl save -c %s /dev/null".formatted(dom0.must("xl domid pv1").strip());
    assertThat(doctor.exit()).isEqualTo(1);
    assertThat(doctor.out()).contains("GUEST-SUSPENDED", "guest pv1 is suspended", resume);
    assertThat(dom0.run("gangway guests").out()).contains("suspended");
    dom0.must(resume);
    guest.mustHaveContinuedFrom(before);
    assertThat(dom0.run("gangway guests").out()).doesNotContain("suspended");
  }

  @Test
  @Tag("rare")
  void recoverResumesAGuestThatXlAloneLeftSuspended(Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    int before = guest.count();
    try (Login login = dom0.login("xl save pv1 " + IMAGE)) {
      stop(dom0, SAVING);
      awaitIn(dom0, "xl list pv1 | grep -q -e '---ss-'");
      Output early = dom0.run("gangway recover");
      assertThat(early.exit()).isEqualTo(3);
      assertThat(early.err()).contains("SAVE-IN-PROGRESS");
      login.pressCtrlC();
      awaitIn(dom0, "! pgrep -f '[b]in/xl save'");
      dom0.must("pkill -CONT " + SAVING);
      awaitIn(dom0, "! pgrep " + SAVING);
    }
    dom0.must("gangway guard install");

    assertThat(dom0.must("gangway recover")).contains("resumed: guest pv1 (domain ");

    guest.mustHaveContinuedFrom(before);
    assertThat(dom0.run("gangway guests").out()).doesNotContain("suspended");
    assertThat(dom0.must("gangway history | tail -n 1")).contains("recover pv1", "done");
    assertThat(dom0.must("gangway recover")).contains("nothing to recover");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @Tag("rare")
  void anInterruptedAttachAndDetachAreUndone(Way way, Dom0 dom0) {
    CountingGuest guest = guestWithModule(dom0);
    dom0.must("gangway hide --now 09:00.0");

    hold(dom0, "pci-attach");
    interrupt(dom0, way, "gangway attach --now pv1 09:00.0");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
    assertThat(dom0.must("xl pci-list pv1")).doesNotContain("09:00.0");

    dom0.must("gangway attach --now pv1 09:00.0");
    guest.mustPing();
    hold(dom0, "pci-detach");
    interrupt(dom0, way, "gangway detach --now pv1 09:00.0");
    guest.mustPing();
  }

  /** The rebuild and its undo take half a minute each. */
  @Test
  @Tag("rare")
  void anInterruptedRebuildOfTheInitramfsIsUndone(Dom0 dom0) {
    String settings = "cd /etc/modprobe.d && ls && cat * 2>/dev/null || true";
    String before = dom0.must(settings);
    hold(dom0, "update-initramfs", "-u");
    interrupt(dom0, Way.CTRL_C, "gangway hide --boot 0a:04.1");
    assertThat(dom0.must(settings)).isEqualTo(before);
    assertThat(dom0.run("lsinitramfs /boot/initrd.img-$(uname -r) | grep -q gangway").ok())
        .isFalse();
  }

  /** Holds each call of a command of xl until {@link #interrupt} has interrupted an operation. */
  private static void hold(Dom0 dom0, String command) {
    hold(dom0, "xl", command);
  }

  private static void hold(Dom0 dom0, String tool, String word) {
    dom0.must(
        """
        rm -f /run/held /run/go
        test -e /root/held/%1$s || {
          mkdir -p /root/held
          real=$(readlink -f /usr/sbin/%1$s)
          mv /usr/sbin/%1$s /root/%1$s
          test -e "$real" || real=/root/%1$s
          ln -s "$real" /root/held/%1$s
        }
        cat > /usr/sbin/%1$s <<'END'
        #!/bin/sh
        if [ "$1" = %2$s ]; then
          touch /run/held
          until [ -e /run/go ]; do sleep 0.1; done
        fi
        exec /root/held/%1$s "$@"
        END
        chmod 755 /usr/sbin/%1$s
        """
            .formatted(tool, word));
  }

  private static void interrupt(Dom0 dom0, Way way, String command) {
    try (Login login = dom0.login(command)) {
      awaitIn(dom0, "test -e /run/held");
      way.interrupt(login, dom0);
      dom0.must("touch /run/go");
      if (way != Way.LOST_CONNECTION) {
        assertThat(login.screen()).contains("everything is as it was before");
      }
    }
    mustHaveUndone(dom0);
  }

  /** Stops a tool as soon as it runs (arguments of pkill), so that it is there when interrupted. */
  private static void stop(Dom0 dom0, String tool) {
    dom0.must(
        "timeout %d sh -c \"until pkill -STOP %s; do :; done\"".formatted(LIMIT.toSeconds(), tool));
  }

  /** Waits until the operation has ended, and was undone without a recovery. */
  private static void mustHaveUndone(Dom0 dom0) {
    awaitIn(dom0, "! pgrep " + GANGWAY);
    assertThat(dom0.must("gangway history | tail -n 1")).contains("undone");
    assertThat(dom0.must("gangway recover")).contains("nothing to recover");
  }

  private static void awaitIn(Dom0 dom0, String condition) {
    assertThat(dom0.await(condition, LIMIT)).as(condition).isTrue();
  }

  private static CountingGuest guestWithNic(Dom0 dom0) {
    return guestWithModule(dom0).attachNic();
  }

  private static CountingGuest guestWithModule(Dom0 dom0) {
    return CountingGuest.create(dom0, "pv1").loadModule();
  }
}
