package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Ansible collection manages dom0: check mode, diff, idempotence and refusals. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class AnsibleTest {
  private static final String GIVE =
      """
      - name: hide the NIC
        gangway.xen.gangway_hidden:
          functions: '0000:09:00.0'
          reach: now
      - name: attach the NIC
        gangway.xen.gangway_assignment:
          guest: pv1
          functions: ['09:00.0']
      """;

  private static final String TAKE_BACK =
      """
      - name: detach the NIC
        gangway.xen.gangway_assignment:
          guest: pv1
          functions: '09:00.0'
          state: detached
      - name: unhide the NIC
        gangway.xen.gangway_hidden:
          functions: '09:00.0'
          state: not_hidden
          reach: now
      """;

  private static final String HIDE_ROOT_DISK =
      """
      - gangway.xen.gangway_hidden:
          functions: ['09:00.0', '00:1f.2']
          reach: now
      """;

  private static final String ASK_WHO_HAS_THE_NIC =
      """
      - gangway.xen.gangway_info:
        register: host
      - ansible.builtin.assert:
          that:
            - not host.changed
            - nic.owner.kind == 'guest' and nic.owner.guest == 'pv1'
            - (host.guests | selectattr('name', 'equalto', 'pv1') | first).state == 'running'
            - host.doctor.healthy
        vars:
          nic: "{{ host.devices | selectattr('address', 'equalto', '0000:09:00.0') | first }}"
      """;

  /** What the modules can change, and Gangway's record of changes. */
  private static final String STATE =
      """
      readlink /sys/bus/pci/devices/*/driver; grep -o '^xen_pciback' /proc/modules
      xenstore-ls /local/domain/0/backend/pci 2>&1
      md5sum /etc/xen/*.cfg /etc/modprobe.d/*; ls /var/lib/gangway/history 2>/dev/null
      true
      """;

  @Test
  void aPlaybookGivesANicToARunningGuestAndAnotherOneTakesItBack(
      Lab lab, Dom0 dom0, @TempDir Path folder) {
    Ansible ansible = Ansible.managing(lab, folder);
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    String before = dom0.must(STATE);

    Output checked = ansible.play(GIVE, "--check", "--diff");
    mustEnd(checked, 2);
    assertThat(checked.out())
        .contains("-        \"owner\": \"driver e1000e\"", "+        \"owner\": \"pciback\"")
        .contains("+        \"owner\": \"guest pv1\"");
    assertThat(checked.out() + checked.err()).contains("not verifiable in check mode");
    assertThat(dom0.must(STATE)).as("check mode changes nothing").isEqualTo(before);

    Output given = ansible.play(GIVE, "--diff");
    mustEnd(given, 2);
    assertThat(given.out())
        .contains("-        \"owner\": \"driver e1000e\"", "+        \"owner\": \"pciback\"")
        .contains("+        \"owner\": \"guest pv1\"", "+            \"pv1\"");
    guest.mustPing();
    assertThat(dom0.must("cat /etc/xen/pv1.cfg")).contains("0000:09:00.0");
    String after = dom0.must(STATE);

    mustEnd(ansible.play(GIVE, "--diff"), 0);
    mustEnd(ansible.play(GIVE, "--check"), 0);
    mustEnd(ansible.play(ASK_WHO_HAS_THE_NIC), 0);
    assertThat(dom0.must(STATE)).as("everything was so already").isEqualTo(after);

    mustEnd(ansible.play(TAKE_BACK, "--check"), 2);
    assertThat(dom0.must(STATE)).as("check mode changes nothing").isEqualTo(after);
    mustEnd(ansible.play(TAKE_BACK), 2);
    mustEnd(ansible.play(TAKE_BACK), 0);
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
    assertThat(dom0.must("cat /etc/xen/pv1.cfg")).doesNotContain("09:00.0");
    assertThat(dom0.must("in-guest pv1 'ls /sys/bus/pci/devices'")).isBlank();
    guest.mustHaveContinuedFrom(guest.count());
  }

  @Test
  void aTaskThatGangwayRefusesFailsWithTheFindingAndChangesNothing(
      Lab lab, Dom0 dom0, @TempDir Path folder) {
    Ansible ansible = Ansible.managing(lab, folder);
    String before = dom0.must(STATE);

    for (String option : new String[] {"--check", "--diff"}) {
      Output refused = ansible.play(HIDE_ROOT_DISK, option);

      assertThat(refused.exit()).as(refused.out()).isEqualTo(2);
      assertThat(refused.out())
          .contains("blocked DISK-ROOT: 0000:00:1f.2 carries /")
          .contains("/ is on /dev/sda1, on /dev/sda, on 0000:00:1f.2")
          .contains("\"outcome\": \"refused\"")
          .containsPattern("dom0 +: ok=0 +changed=0 +unreachable=0 +failed=1 ")
          .doesNotContain("Traceback");
    }
    assertThat(dom0.must(STATE)).isEqualTo(before);
  }

  /** The play ended without a failure, and so many of its tasks changed something. */
  private static void mustEnd(Output play, int changed) {
    assertThat(play.exit()).as(play.out() + play.err()).isZero();
    assertThat(play.out())
        .containsPattern("dom0 +: ok=2 +changed=" + changed + " +unreachable=0 +failed=0 ");
  }
}
