package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guest with a process that counts seconds in memory. If the count exists and is higher than
 * before, the guest continued and was not started again.
 */
record CountingGuest(Dom0 dom0, String name) {
  private static final String COUNTER =
      "(i=0; while :; do i=\\$((i+1)); echo \\$i > /count.new; mv /count.new /count; sleep 1; done)"
          + " >/dev/null 2>&1 & until test -e /count; do sleep 1; done";

  /** Creates an xl guest with hot-plug support, starts it, and starts the count. */
  static CountingGuest create(Dom0 dom0, String name) {
    String file = "/etc/xen/" + name + ".cfg";
    dom0.must("printf 'passthrough = \"enabled\"\\ne820_host = 1\\n' >> " + file);
    dom0.must("xl create -q " + file);
    return counting(dom0, name);
  }

  /** Starts the count in a running guest. */
  static CountingGuest counting(Dom0 dom0, String name) {
    dom0.must("in-guest %s \"%s\"".formatted(name, COUNTER));
    return new CountingGuest(dom0, name);
  }

  /** Loads the kernel module that releases interrupts. */
  CountingGuest loadModule() {
    dom0.must("in-guest %s 'modprobe gangway_pirq'".formatted(name));
    return this;
  }

  /** Hides the NIC and attaches it to the running guest. */
  CountingGuest attachNic() {
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now %s 09:00.0".formatted(name));
    mustPing();
    return this;
  }

  int count() {
    return Integer.parseInt(dom0.must("in-guest %s 'cat /count'".formatted(name)).strip());
  }

  /** The guest runs, and its count has continued from this number. */
  void mustHaveContinuedFrom(int number) {
    assertThat(count()).isGreaterThanOrEqualTo(number);
    dom0.must(
        "in-guest %s 'until test $(cat /count) -gt %d; do sleep 1; done'".formatted(name, number));
  }

  /** The guest no longer answers, although {@code xl list} shows it. */
  void mustBeDead() {
    assertThat(dom0.run("IN_GUEST_SECONDS=40 in-guest " + name + " true").exit()).isEqualTo(124);
  }

  /** The guest's e1000e reaches the address at the other end of its network. */
  void mustPing() {
    dom0.must("in-guest %s 'lease eth0 >/dev/null && ping -c 1 -W 10 10.9.0.2'".formatted(name));
  }
}
