package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/**
 * Holds the calls of a tool until they are released, so that an operation can be interrupted while
 * the tool runs.
 *
 * @param dom0 where the tool is called
 * @param tool the path of the tool
 * @param word the word of its arguments by which a call is held; other calls pass
 * @param moment when the call is held
 */
record HeldTool(Dom0 dom0, String tool, String word, Moment moment) {
  /** When a call is held. */
  enum Moment {
    /** Before the tool has done anything. */
    BEFORE_ITS_WORK,
    /** When the tool has done its work, and has not ended yet. */
    AFTER_ITS_WORK
  }

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** A tool whose call is held before it does anything. */
  HeldTool(Dom0 dom0, String tool, String word) {
    this(dom0, tool, word, Moment.BEFORE_ITS_WORK);
  }

  /** A command of xl. */
  static HeldTool xl(Dom0 dom0, String command) {
    return new HeldTool(dom0, "/usr/sbin/xl", command);
  }

  /** The same tool, held at another moment. */
  HeldTool at(Moment other) {
    return new HeldTool(dom0, tool, word, other);
  }

  /** Holds each call from now on. */
  void hold() {
    String wait =
        """
        touch /run/%1$s.held
        until [ -e /run/%1$s.go ]; do sleep 0.1; done\
        """
            .formatted(name());
    replace(
        switch (moment) {
          case BEFORE_ITS_WORK -> wait;
          case AFTER_ITS_WORK ->
              """
              /root/held/%s "$@"
              code=$?
              %s
              exit $code\
              """
                  .formatted(name(), wait);
        });
  }

  /** Lets each call fail from now on, without an effect. */
  void fail() {
    replace("echo 'the test lets this call fail' >&2; exit 1");
  }

  /** Puts a script in the place of the tool, which first does something at each call. */
  private void replace(String atCall) {
    dom0.must(
        """
        rm -f /run/%2$s.held /run/%2$s.go
        test -e /root/held/%2$s || {
          mkdir -p /root/held/moved
          real=$(readlink -f %1$s)
          mv %1$s /root/held/moved/
          test -e "$real" || real=/root/held/moved/%2$s
          ln -s "$real" /root/held/%2$s
        }
        cat > %1$s <<'END'
        #!/bin/sh
        case " $* " in
          *" %3$s "*)
        %4$s ;;
        esac
        exec /root/held/%2$s "$@"
        END
        chmod 755 %1$s
        """
            .formatted(tool, name(), word, atCall.strip().indent(4).stripTrailing()));
  }

  /** Waits until the command of a login calls the tool. */
  void awaitCall(Login login) {
    assertThat(isCalledInTime())
        .as(() -> "%s is called; the terminal shows: %s".formatted(tool, login.shown()))
        .isTrue();
  }

  /** Waits until something calls the tool. */
  void awaitCall() {
    assertThat(isCalledInTime()).as("%s is called", tool).isTrue();
  }

  private boolean isCalledInTime() {
    return dom0.await("test -e /run/%s.held".formatted(name()), LIMIT);
  }

  /** Lets the held call and all later ones pass. */
  void release() {
    dom0.must("touch /run/%s.go".formatted(name()));
  }

  /** Puts the tool back in its place. */
  void remove() {
    dom0.must("mv /root/held/moved/%s %s && rm -r /root/held".formatted(name(), tool));
  }

  private String name() {
    return tool.substring(tool.lastIndexOf('/') + 1);
  }
}
