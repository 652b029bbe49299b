package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two commands at the same time, with Gangway or with other tools. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class TwoOperatorsTest {
  private static final Duration GUEST_LIMIT = Duration.ofSeconds(60);

  @Test
  void onlyOneOfTwoCommandsGetsAFunctionAndTheOtherReportsTheReason(Dom0 dom0) {
    startGuests(dom0, "pv1", "pv2");
    dom0.must("gangway hide --now 09:00.0");

    Race race = race(dom0, "gangway attach --now pv1 09:00.0", "gangway attach --now pv2 09:00.0");

    assertThat(race.exits()).as(race.said()).isIn("0 3", "3 0");
    assertThat(race.said())
        .containsPattern("another operation is changing 0000:09:00.0|blocked OTHER-GUEST");
    String winner = race.exits().startsWith("0") ? "pv1" : "pv2";
    String loser = race.exits().startsWith("0") ? "pv2" : "pv1";
    assertThat(dom0.must("gangway devices")).contains("guest " + winner + " at");
    assertThat(functions(dom0, winner)).isEqualTo(1);
    assertThat(functions(dom0, loser)).isZero();

    Race hiding = race(dom0, "gangway hide 0a:04.1", "gangway attach --now pv1 0a:04.1");

    assertThat(hiding.exits()).as(hiding.said()).isIn("0 3", "3 3", "0 0");
    mustBeConsistent(dom0);
    assertThat(dom0.driver("0000:0a:04.1"))
        .isEqualTo(hiding.exits().startsWith("0") ? "pciback" : "e1000");
  }

  @Test
  void ifAGuestEndsDuringAnAttachNothingIsHalfDone(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    for (String end : new String[] {"destroy", "shutdown"}) {
      startGuests(dom0, "pv1");
      String before = dom0.must("cat /etc/xen/pv1.cfg");

      Race race = race(dom0, "gangway attach pv1 09:00.0", onceActing("xl " + end + " pv1"));

      assertThat(race.exits()).as(race.said()).isIn("0 0", "1 0");
      assertThat(dom0.await("! xl domid pv1", GUEST_LIMIT)).as("the guest ends").isTrue();
      mustBeConsistent(dom0);
      assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
      if (race.exits().equals("1 0")) {
        assertThat(race.said()).contains("everything is as it was before");
        assertThat(dom0.must("cat /etc/xen/pv1.cfg")).isEqualTo(before);
      } else {
        dom0.must("gangway detach pv1 09:00.0");
      }
    }
  }

  @Test
  void aRebootedGuestHasItsFunctionAgain(Dom0 dom0) {
    startGuests(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach pv1 09:00.0");
    String number = dom0.must("xl domid pv1").strip();

    dom0.must("xl reboot pv1");

    assertThat(dom0.await("test $(xl domid pv1) != " + number, GUEST_LIMIT)).isTrue();
    assertThat(dom0.await("gangway devices | grep -q 'guest pv1 at'", GUEST_LIMIT))
        .as(dom0.must("gangway devices; gangway show 09:00.0; xl list"))
        .isTrue();
    assertThat(functions(dom0, "pv1")).isEqualTo(1);
    dom0.must("gangway detach pv1 09:00.0");
    assertThat(functions(dom0, "pv1")).isZero();
  }

  @Test
  void ifLibvirtRestartsDuringAnAttachNothingIsHalfDone(Dom0 dom0) {
    LibvirtGuestTest.define(dom0);
    dom0.must("gangway hide --now 09:00.0 && virsh start lv1 && in-guest lv1 true");

    Race race = race(dom0, "gangway attach lv1 09:00.0", onceActing("systemctl restart libvirtd"));

    assertThat(race.exits()).as(race.said()).isIn("0 0", "1 0");
    mustBeConsistent(dom0);
    boolean attached = race.exits().startsWith("0");
    assertThat(functions(dom0, "lv1")).isEqualTo(attached ? 1 : 0);
    assertThat(dom0.must("virsh dumpxml --inactive lv1").contains("bus='0x09'"))
        .isEqualTo(attached);
  }

  @Test
  void onAFullDiskNoOperationStarts(Dom0 dom0) {
    dom0.must(
        "mkdir -p /var/lib/gangway && mount -t tmpfs -o size=64k none /var/lib/gangway"
            + " && cat /dev/zero > /var/lib/gangway/full || true");

    Output refused = dom0.run("gangway hide 09:00.0");

    assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
    assertThat(refused.err()).contains("nothing was changed", "No space left on device");
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
    assertThat(dom0.must("gangway devices 2>&1")).doesNotContain("interrupted", "in progress");
    dom0.must("rm /var/lib/gangway/full");
    dom0.must("gangway hide --now 09:00.0");
  }

  /** The exit codes of two commands, and their output. */
  private record Race(String exits, String said) {}

  /** Runs two commands at the same time. */
  private static Race race(Dom0 dom0, String first, String second) {
    String output =
        dom0.must(
            """
            cd /root; rm -f first* second*
            { %s >first 2>&1; echo $? >first.exit; } &
            { %s >second 2>&1; echo $? >second.exit; } &
            wait; echo $(cat first.exit second.exit); cat first second
            """
                .formatted(first, second));
    String exits = output.lines().findFirst().orElse("");
    return new Race(exits, output);
  }

  /**
   * A command that waits until Gangway has changed the definition and starts the step in the guest.
   */
  private static String onceActing(String command) {
    return "until grep -qs 'step-begins\",\"step\":3' /var/lib/gangway/running/*/run.jsonl ||"
        + " test -e first.exit; do :; done; "
        + command;
  }

  /** Starts guests with hot-plug support. */
  private static void startGuests(Dom0 dom0, String... names) {
    for (String name : names) {
      dom0.must(
          """
          grep -q passthrough /etc/xen/%1$s.cfg ||
            printf 'passthrough = "enabled"\\ne820_host = 1\\n' >> /etc/xen/%1$s.cfg
          xl create -q /etc/xen/%1$s.cfg && in-guest %1$s true
          """
              .formatted(name));
    }
  }

  private static int functions(Dom0 dom0, String guest) {
    String listed = "in-guest %s 'ls /sys/bus/pci/devices' | wc -w".formatted(guest);
    return Integer.parseInt(dom0.must(listed).strip());
  }

  private static void mustBeConsistent(Dom0 dom0) {
    Output devices = dom0.run("gangway devices");
    assertThat(devices.out()).doesNotContain("inconsistent");
    assertThat(devices.err()).as("no operation is interrupted").isBlank();
  }
}
