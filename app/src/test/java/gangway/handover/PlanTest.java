package gangway.handover;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.GuideHost;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would be done, as the operator reads it. */
class PlanTest {
  private static final String HIDDEN_AT_BOOT =
      """
      softdep e1000e pre: xen-pciback
      softdep e1000 pre: xen-pciback
      options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)
      """;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void hidingTakesAFunctionFromItsDriverIntoPcibackAndFromXensOtherGuests() {
    assertThat(says(hide(NOW, CARD)))
        .containsExactly(
            "remember the driver of 0000:09:00.0: e1000e",
            "take 0000:09:00.0 from e1000e",
            "name 0000:09:00.0 to pciback",
            "put 0000:09:00.0 into pciback",
            "put 0000:09:00.0 into Xen's quarantine");
  }

  @Test
  void everyStepTellsItsActsAndItsProof() {
    assertThat(text(hide(NOW, CARD)))
        .isEqualTo(
            """
            remember the driver of 0000:09:00.0: e1000e
              write /var/lib/gangway/original/0000:09:00.0
              /var/lib/gangway/original/0000:09:00.0 is written
            take 0000:09:00.0 from e1000e
              write 0000:09:00.0 to /sys/bus/pci/drivers/e1000e/unbind
              0000:09:00.0 is held by no driver
            name 0000:09:00.0 to pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/new_slot
              0000:09:00.0 is among pciback's slots
            put 0000:09:00.0 into pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/bind
              0000:09:00.0 is held by pciback
            put 0000:09:00.0 into Xen's quarantine
              run xl pci-assignable-add 0000:09:00.0
              the tool says so
            """);
  }

  @Test
  void pcibackIsLoadedOnceWhereItIsNot() {
    host.withPcibackToLoad().withoutIommu();
    assertThat(says(hide(NOW, CARD, OTHER_TWIN)))
        .containsExactly(
            "load pciback",
            "remember the driver of 0000:09:00.0: e1000e",
            "take 0000:09:00.0 from e1000e",
            "name 0000:09:00.0 to pciback",
            "put 0000:09:00.0 into pciback",
            "remember the driver of 0000:0a:04.1: e1000",
            "take 0000:0a:04.1 from e1000",
            "name 0000:0a:04.1 to pciback",
            "put 0000:0a:04.1 into pciback");
  }

  @Test
  void whatNoDriverHoldsIsTakenFromNone() {
    host.function("0000:0b:00.0", "8086:10d6", "20000", "").withoutIommu();
    assertThat(says(hide(NOW, "0000:0b:00.0")))
        .containsExactly("name 0000:0b:00.0 to pciback", "put 0000:0b:00.0 into pciback");
  }

  @Test
  void hidingAfterRebootIsOneStepOfFilesAndInitramfs() {
    assertThat(text(hide(LASTING, CARD, OTHER_TWIN)))
        .isEqualTo(
            """
            hide after reboot: /etc/modprobe.d/gangway.conf, and the initramfs
              write /etc/modprobe.d/gangway.conf
              run update-initramfs -u -k all
              /etc/modprobe.d/gangway.conf is written, the initramfs carries the settings
            """);
  }

  @Test
  void withoutAnInitramfsTheFilesAreAll() {
    host.without("usr/sbin/update-initramfs");
    assertThat(says(hide(LASTING, CARD)))
        .containsExactly("hide after reboot: /etc/modprobe.d/gangway.conf");
  }

  @Test
  void onlyWhatIsNotYetSoIsDone() {
    host.hidden(CARD).withoutIommu().put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    assertThat(says(hide(BOTH, CARD, TWIN)))
        .containsExactly(
            "remember the driver of 0000:0a:04.0: e1000",
            "take 0000:0a:04.0 from e1000",
            "name 0000:0a:04.0 to pciback",
            "put 0000:0a:04.0 into pciback",
            "hide after reboot: /etc/modprobe.d/gangway.conf, and the initramfs");
  }

  @Test
  void unhidingGivesAFunctionBackToTheDriverItHad() {
    host.hidden(CARD);
    assertThat(says(unhide(NOW, CARD)))
        .containsExactly(
            "see that 0000:09:00.0 is in Xen's quarantine",
            "release 0000:09:00.0 from Xen's quarantine and pciback",
            "load the driver's module e1000e",
            "give 0000:09:00.0 back to e1000e",
            "forget the driver of 0000:09:00.0");
  }

  @Test
  void withoutAnIommuThereIsNoQuarantineToLeave() {
    host.hidden(CARD).withoutIommu();
    assertThat(text(unhide(NOW, CARD)))
        .startsWith(
            """
            release 0000:09:00.0 from pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/unbind
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/remove_slot
              0000:09:00.0 is held by no driver, 0000:09:00.0 is not among pciback's slots
            """);
  }

  @Test
  void anOverrideThatWouldKeepTheDriverAwayIsLiftedFirst() {
    host.hidden(CARD).put(host.folder(CARD) + "/driver_override", "pciback\n");
    assertThat(says(unhide(NOW, CARD)))
        .startsWith(
            "lift the driver_override that keeps other drivers from 0000:09:00.0",
            "see that 0000:09:00.0 is in Xen's quarantine",
            "release 0000:09:00.0 from Xen's quarantine and pciback");
  }

  @Test
  void whatNobodyKnowsADriverOfIsReleasedForTheKernelToFindOne() {
    host.function("0000:0b:00.0", "8086:10d6", "20000", "").hidden("0000:0b:00.0");
    host.without("var/lib/gangway/original/0000:0b:00.0");
    assertThat(says(unhide(NOW, "0000:0b:00.0")))
        .containsExactly(
            "see that 0000:0b:00.0 is in Xen's quarantine",
            "release 0000:0b:00.0 from Xen's quarantine and pciback",
            "ask the kernel for a driver of 0000:0b:00.0");
  }

  @Test
  void unhidingAfterRebootKeepsWhatOthersNeed() {
    host.hidden(CARD, OTHER_TWIN).put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    Plan plan = plan(unhide(LASTING, CARD));
    assertThat(plan.steps())
        .extracting(Step::says)
        .containsExactly(
            "no longer hide after reboot: /etc/modprobe.d/gangway.conf, and the initramfs");
    assertThat(plan.steps().getFirst().acts().getFirst())
        .isInstanceOfSatisfying(
            Act.Replace.class,
            replace ->
                assertThat(replace.edit().after())
                    .contains(
                        """
                        softdep e1000 pre: xen-pciback
                        options xen-pciback hide=(0000:0a:04.1)
                        """));
  }

  @Test
  void attachingChangesTheDefinitionAndThenTheRunningGuest() {
    host.hidden(CARD, TWIN);
    assertThat(text(attach(BOTH, "pv1", CARD, TWIN)))
        .isEqualTo(
            """
            change the definition in /etc/xen/pv1.cfg
              change /etc/xen/pv1.cfg
              /etc/xen/pv1.cfg is written
            count the hot-plugs of guest pv1 since its start: 2
              write /var/lib/gangway/hot-plugs/3
              /var/lib/gangway/hot-plugs/3 is written
            give 0000:09:00.0 to guest pv1
              run xl pci-attach 3 0000:09:00.0
              domain 3 has 0000:09:00.0 and sees it
            give 0000:0a:04.0 to guest pv1
              run xl pci-attach 3 0000:0a:04.0
              domain 3 has 0000:0a:04.0 and sees it
            """);
  }

  @Test
  void detachingIsTheSameTheOtherWayRound() {
    host.hidden(CARD).given(3, CARD);
    host.put("etc/xen/pv1.cfg", "name = \"pv1\"\npci = [ \"09:00.0\" ]\n");
    assertThat(text(detach(BOTH, "pv1", CARD)))
        .isEqualTo(
            """
            change the definition in /etc/xen/pv1.cfg
              change /etc/xen/pv1.cfg
              /etc/xen/pv1.cfg is written
            count the hot-plugs of guest pv1 since its start: 1
              write /var/lib/gangway/hot-plugs/3
              /var/lib/gangway/hot-plugs/3 is written
            ask guest pv1 to let go of 0000:09:00.0
              ask domain 3 in XenStore to let go of 0000:09:00.0
              domain 3 has let go of 0000:09:00.0
            take 0000:09:00.0 from guest pv1
              see that nothing else in domain 3 needs the interrupt line of 0000:09:00.0
              run xl pci-detach 3 0000:09:00.0
              domain 3 does not have 0000:09:00.0
            """);
  }

  @Test
  void whatAGuestHasAlreadyIsNotGivenAgainNorTakenTwice() {
    host.hidden(CARD, TWIN).given(3, CARD);
    assertThat(says(attach(NOW, "pv1", CARD, TWIN)))
        .containsExactly(
            "count the hot-plugs of guest pv1 since its start: 1",
            "give 0000:0a:04.0 to guest pv1");
    assertThat(says(detach(NOW, "pv1", CARD, TWIN)))
        .containsExactly(
            "count the hot-plugs of guest pv1 since its start: 1",
            "ask guest pv1 to let go of 0000:09:00.0",
            "take 0000:09:00.0 from guest pv1");
  }

  @Test
  void libvirtKeepsItsDefinitionsItself() {
    host.hidden(CARD)
        .put("etc/libvirt/libxl/pv4.xml", "<domain type='xen'><name>pv4</name><devices/></domain>");
    assertThat(text(attach(LASTING, "pv4", CARD)))
        .isEqualTo(
            """
            change the definition in /etc/libvirt/libxl/pv4.xml
              run virsh -q -c xen:///system define /dev/stdin
              the tool says so
            """);
  }

  @Test
  void aGuestThatLibvirtStartedIsActedOnThroughLibvirt() {
    host.hidden(CARD).put("var/lib/xen/userdata-d.3.uuid-3.libvirt-xml", "");
    assertThat(text(attach(NOW, "pv1", CARD)))
        .contains("run virsh -q -c xen:///system attach-device 3 /dev/stdin --live");
  }

  @Test
  void settingsGangwayMustNotTouchAreRefusedBeforeAnythingIsDone() {
    host.put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=(0000:0a:04.0)\"\n");
    Problem problem = catchThrowableOfType(Problem.class, () -> plan(hide(BOTH, CARD)));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains("kernel command line");
  }

  private Plan plan(Request request) {
    return Planner.plan(host.observed(), request);
  }

  private List<String> says(Request request) {
    return plan(request).steps().stream().map(Step::says).toList();
  }

  private String text(Request request) {
    List<String> lines = new ArrayList<>();
    for (Step step : plan(request).steps()) {
      lines.add(step.says());
      step.acts().forEach(act -> lines.add("  " + act));
      lines.add("  " + step.after());
    }
    return String.join("\n", lines) + "\n";
  }
}
