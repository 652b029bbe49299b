package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

/** A guest that runs the Debian of the lab's image. The ssh name of its login is {@code debian}. */
record DebianGuest(Dom0 dom0, String name) {

  /** The guest's driver is bound to the attached e1000e, and its link is up. */
  void mustUseItsNic() {
    dom0.must(
        "ssh debian 'udevadm settle; set -- /sys/bus/pci/devices/0000:00:00.0/net/*;"
            + " ip link set ${1##*/} up; until grep -q 1 $1/carrier; do sleep 1; done'");
    assertThat(dom0.must("gangway guest-check %s --ssh debian".formatted(name)))
        .contains("xen-pcifront, loaded", "seen at 0000:00:00.0, driver e1000e, link up");
  }
}
