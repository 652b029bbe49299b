package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guest in whose memory a number goes up every second: if it is still there, and higher than
 * before, the guest is the one it was.
 */
record CountingGuest(Dom0 dom0, String name) {
  private static final String COUNTER =
      "(i=0; while :; do i=\\$((i+1)); echo \\$i > /count.new; mv /count.new /count; sleep 1; done)"
          + " >/dev/null 2>&1 & until test -e /count; do sleep 1; done";

  /** An xl guest, made so that it can be given functions; it is started. */
  static CountingGuest create(Dom0 dom0, String name) {
    String file = "/etc/xen/" + name + ".cfg";
    dom0.must("printf 'passthrough = \"enabled\"\\ne820_host = 1\\n' >> " + file);
    dom0.must("xl create -q " + file);
    return counting(dom0, name);
  }

  /** One that runs. */
  static CountingGuest counting(Dom0 dom0, String name) {
    dom0.must("in-guest %s \"%s\"".formatted(name, COUNTER));
    return new CountingGuest(dom0, name);
  }

  int count() {
    return Integer.parseInt(dom0.must("in-guest %s 'cat /count'".formatted(name)).strip());
  }

  /** It lives, and has gone on from a number. */
  void mustHaveGoneOnFrom(int number) {
    assertThat(count()).isGreaterThanOrEqualTo(number);
    dom0.must(
        "in-guest %s 'until test $(cat /count) -gt %d; do sleep 1; done'".formatted(name, number));
  }

  /** Nothing in it answers any more, though it is on the list. */
  void mustBeDead() {
    assertThat(dom0.run("IN_GUEST_SECONDS=40 in-guest " + name + " true").exit()).isEqualTo(124);
  }

  /** Its e1000e reaches what is at the other end of its network. */
  void mustPing() {
    dom0.must("in-guest %s 'lease eth0 >/dev/null && ping -c 1 -W 10 10.9.0.2'".formatted(name));
  }
}
