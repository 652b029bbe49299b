package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** A power cut in the middle of a command. */
record PowerCut(Lab lab) {
  /**
   * Stops a command of gangway when some shell commands have succeeded, one after the other; then
   * cuts the power and boots.
   */
  void during(String command, String... moments) {
    Dom0 dom0 = lab.dom0();
    dom0.must(
        """
        setsid gangway %s >/root/out 2>&1 &
        command=$!
        reached() {
          until eval "$1" >/dev/null 2>&1; do test -e /proc/$command || { cat /root/out; exit 1; }; done
        }
        %s
        kill -STOP $command
        """
            .formatted(
                command,
                String.join("\n", Stream.of(moments).map("reached '%s'"::formatted).toList())));
    lab.powerCycle();
    dom0.must("systemctl is-system-running --wait >/dev/null; udevadm settle");
  }

  /** Recovers, and sees that everything is as it was. */
  void mustBeUndone(String state, String before) {
    Dom0 dom0 = lab.dom0();
    assertThat(dom0.run("gangway devices").err()).contains("undo it with 'gangway recover'");

    dom0.must("gangway recover");

    assertThat(dom0.must(state)).isEqualTo(before);
  }
}
