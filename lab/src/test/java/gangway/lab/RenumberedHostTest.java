package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A card is put in front of all others, so each bus has the next number: dom0's NIC 08:00.0 becomes
 * 09:00.0, and the hidden card 09:00.0 becomes 0a:00.0.
 */
@Tag("rare")
class RenumberedHostTest {
  private static final String NIC_OF_DOM0 = "52:54:00:08:00:00";
  private static final String OLD = "0000:09:00.0";
  private static final String NEW = "0000:0a:00.0";

  /** Prints the MAC addresses of dom0's NICs. */
  private static final String ADDRESSES = "cat /sys/class/net/*/address";

  private Lab lab;

  @BeforeEach
  void start() {
    lab = Checkout.start("n", new Hardware(true, 1, 0, false));
    lab.install(Checkout.DISTRIBUTION);
    // the management NIC has another address later
    lab.dom0()
        .must(
            "sed -i s/^Path=.*/MACAddress=52:54:00:03:00:00/"
                + " /etc/systemd/network/10-management.network");
  }

  @AfterEach
  void stop() {
    lab.stop();
  }

  @Test
  void aHiddenCardStaysHiddenAtItsNewAddressAndRemapNamesItEverywhere() {
    Dom0 dom0 = lab.dom0();
    hideAndAttach(dom0);

    lab.bootWithCardInFront();

    mustBeHiddenAtItsNewAddress(dom0);
    assertThat(dom0.must("dmesg"))
        .contains(
            "gangway: the device that was %s is now %s, and is hidden there".formatted(OLD, NEW));
    assertThat(dom0.run("gangway doctor").out()).contains("HIDE-LIST-MOVED", "gangway remap");
    mustNotStart(dom0);

    remap(dom0);

    assertThat(dom0.must("cat /etc/modprobe.d/gangway.conf"))
        .contains("# gangway-device: " + NEW + " ");
    assertThat(dom0.run("gangway doctor").out()).doesNotContain("HIDE-LIST-");
    mustWorkAfterReboot(dom0);
  }

  @Test
  void aBareListOfAddressesHidesTheWrongCardUntilRemap() {
    Dom0 dom0 = lab.dom0();
    hideAndAttach(dom0);
    dom0.must(
        "sed -i '/^# gangway-device/d' /etc/modprobe.d/gangway.conf && update-initramfs -u -k all");

    lab.bootWithCardInFront();

    assertThat(dom0.must(ADDRESSES)).as("pciback has dom0's NIC").doesNotContain(NIC_OF_DOM0);
    assertThat(dom0.driver(OLD)).isEqualTo("pciback");
    assertThat(dom0.driver(NEW)).isEqualTo("e1000e");
    assertThat(dom0.run("gangway doctor").out()).contains("gangway remap");
    mustNotStart(dom0);

    remap(dom0);

    mustWorkAfterReboot(dom0);
  }

  private static void hideAndAttach(Dom0 dom0) {
    dom0.must("gangway guard install");
    dom0.must("gangway hide 09:00.0 && gangway attach --config pv1 09:00.0");
  }

  private static void mustBeHiddenAtItsNewAddress(Dom0 dom0) {
    assertThat(dom0.must(ADDRESSES)).as("dom0 has its own NIC").contains(NIC_OF_DOM0);
    assertThat(dom0.driver(NEW)).isEqualTo("pciback");
    assertThat(dom0.driver(OLD)).isEqualTo("e1000e");
    assertThat(dom0.must("cat /sys/bus/pci/devices/%s/net/*/address".formatted(OLD)))
        .contains(NIC_OF_DOM0);
  }

  /** The guest's definition has the old address, where dom0's NIC is. */
  private static void mustNotStart(Dom0 dom0) {
    Output start = dom0.run("xl create -q /etc/xen/pv1.cfg");
    assertThat(start.ok()).isFalse();
    assertThat(start.err()).contains("gangway remap");
    assertThat(dom0.run("xl domid pv1").ok()).isFalse();
  }

  private static void remap(Dom0 dom0) {
    assertThat(dom0.run("gangway hardware").out()).contains("moved", OLD, NEW);

    dom0.must("gangway remap");

    assertThat(dom0.must("cat /etc/modprobe.d/gangway.conf"))
        .contains("hide=(" + NEW + ")")
        .doesNotContain(OLD);
  }

  private static void mustWorkAfterReboot(Dom0 dom0) {
    dom0.reboot();
    mustBeHiddenAtItsNewAddress(dom0);
    dom0.must("xl create -q /etc/xen/pv1.cfg");
    new CountingGuest(dom0, "pv1").mustPing();
    assertThat(dom0.driver("0000:00:1f.2")).as("the driver of the root disk").isEqualTo("ahci");
  }
}
