package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guest with a counter in its memory that goes up every second. If the counter continues from its
 * last number, the memory of the guest was kept.
 */
record CountingGuest(Dom0 dom0, String name) {
  private static final String COUNTER =
      "(i=0; while :; do i=\\$((i+1)); echo \\$i > /count.new; mv /count.new /count; sleep 1; done)"
          + " >/dev/null 2>&1 & until test -e /count; do sleep 1; done";

  /** Starts an xl guest that supports hot-plug of functions, and its counter. */
  static CountingGuest create(Dom0 dom0, String name) {
    String file = "/etc/xen/" + name + ".cfg";
    dom0.must("printf 'passthrough = \"enabled\"\\ne820_host = 1\\n' >> " + file);
    dom0.must("xl create -q " + file);
    return startCounter(dom0, name);
  }

  /** Starts the counter in a running guest. */
  static CountingGuest startCounter(Dom0 dom0, String name) {
    dom0.must("in-guest %s \"%s\"".formatted(name, COUNTER));
    return new CountingGuest(dom0, name);
  }

  int count() {
    return Integer.parseInt(dom0.must("in-guest %s 'cat /count'".formatted(name)).strip());
  }

  /** The guest answers, and its counter continues from a number. */
  void mustCountOnFrom(int number) {
    assertThat(count()).isGreaterThanOrEqualTo(number);
    dom0.must(
        "in-guest %s 'until test $(cat /count) -gt %d; do sleep 1; done'".formatted(name, number));
  }

  /** The guest is in the list of domains, but does not answer. */
  void mustBeDead() {
    assertThat(dom0.run("IN_GUEST_SECONDS=40 in-guest " + name + " true").exit()).isEqualTo(124);
  }

  /** The guest reaches the other end of the network of its e1000e. */
  void mustPing() {
    dom0.must("in-guest %s 'lease eth0 >/dev/null && ping -c 1 -W 10 10.9.0.2'".formatted(name));
  }
}
