package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** How an operator, or the end of the operator's connection, interrupts an operation. */
enum Interruption {
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
  SIGHUP {
    @Override
    void interrupt(Login login, Dom0 dom0) {
      signal("HUP", login, dom0);
    }
  },
  SIGTERM {
    @Override
    void interrupt(Login login, Dom0 dom0) {
      signal("TERM", login, dom0);
    }
  };

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String GANGWAY = "-f [g]angway.cli.Main";

  /** The process that reads or writes the state of a guest, for pkill. */
  static final String HELPER = "-x libxl-save-help";

  abstract void interrupt(Login login, Dom0 dom0);

  private static void signal(String name, Login login, Dom0 dom0) {
    dom0.must("pkill -%s %s".formatted(name, GANGWAY));
    assertThat(login.awaitShown("interrupted", LIMIT)).isTrue();
  }

  /** Interrupts a command while it runs a tool, whose call is held; then everything is undone. */
  void undoes(String command, Dom0 dom0, HeldTool tool) {
    interrupt(command, dom0, tool, "everything is as it was before");
    mustHaveUndone(dom0);
  }

  /**
   * Interrupts a command while it runs a tool, whose call is held; then the operation is completed,
   * because it can no longer be undone.
   */
  void completes(String command, Dom0 dom0, HeldTool tool) {
    interrupt(command, dom0, tool, "done: ");
    mustHaveEnded(dom0, "done");
  }

  /** A lost connection shows nothing any more. */
  private void interrupt(String command, Dom0 dom0, HeldTool tool, String shown) {
    tool.hold();
    try (Login login = dom0.login(command)) {
      tool.awaitCall(login);
      interrupt(login, dom0);
      tool.release();
      if (this != LOST_CONNECTION) {
        assertThat(login.screen()).contains(shown);
      }
    }
  }

  /** Kills xl and its helper while a command of xl reads or writes the state of a guest. */
  static void killXl(Dom0 dom0, String command) {
    stop(dom0, HELPER);
    dom0.must("pkill -KILL -f '[b]in/xl %s'; pkill -KILL %s".formatted(command, HELPER));
  }

  /**
   * Kills xl while it creates a guest: when the domain with the UUID in its arguments exists, and
   * before libxl has completed the domain. xl is stopped again and again until then.
   */
  static void killXlCreate(Dom0 dom0) {
    dom0.must(
        """
        cat > /run/kill-create <<'END'
        until pid=$(pgrep -o -f '^([^ ]*/)?xl create'); do :; done
        kill -STOP $pid
        uuid=$(tr '\\0' '\\n' < /proc/$pid/cmdline | sed -n 's/^uuid=//p' | tr -d '"')
        test -n "$uuid" || { kill -CONT $pid; exit 1; }
        until xl vm-list | grep -q "^$uuid "; do
          kill -CONT $pid || exit 1
          sleep 0.02
          kill -STOP $pid || exit 1
        done
        kill -KILL $pid
        END
        timeout %d sh /run/kill-create
        """
            .formatted(LIMIT.toSeconds()));
  }

  /** Checks that a host has no domain of guest pv1, and none without a name. */
  static void mustHaveNoDomain(Dom0 dom0) {
    assertThat(dom0.must("xl list -v")).doesNotContain("pv1", "(null)");
  }

  /** Waits until the operation has ended, and was undone without a recovery. */
  static void mustHaveUndone(Dom0 dom0) {
    mustHaveEnded(dom0, "undone");
  }

  private static void mustHaveEnded(Dom0 dom0, String outcome) {
    awaitIn(dom0, "! pgrep " + GANGWAY);
    assertThat(dom0.must("gangway history | tail -n 1")).contains(outcome);
    assertThat(dom0.must("gangway recover")).contains("nothing to recover");
  }

  /**
   * Stops a process as soon as it runs (arguments of pkill), so that it is there when interrupted.
   */
  static void stop(Dom0 dom0, String process) {
    dom0.must(
        "timeout %d sh -c \"until pkill -STOP %s; do :; done\""
            .formatted(LIMIT.toSeconds(), process));
  }

  static void awaitIn(Dom0 dom0, String condition) {
    assertThat(dom0.await(condition, LIMIT)).as(condition).isTrue();
  }
}
