package gangway.passthrough;

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
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.GuideHost;
import gangway.machine.Command;
import gangway.plan.Action;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans as the operator reads them. */
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
  void hideUnbindsTheDriverBindsPcibackAndQuarantines() {
    assertThat(says(hide(NOW, CARD)))
        .containsExactly(
            "record the driver of 0000:09:00.0: e1000e",
            "unbind 0000:09:00.0 from e1000e",
            "add a pciback slot for 0000:09:00.0",
            "bind 0000:09:00.0 to pciback",
            "put 0000:09:00.0 into Xen's quarantine");
  }

  @Test
  void everyStepPrintsItsActionsAndItsCondition() {
    assertThat(text(hide(NOW, CARD)))
        .isEqualTo(
            """
            record the driver of 0000:09:00.0: e1000e
              write /var/lib/gangway/original/0000:09:00.0
              /var/lib/gangway/original/0000:09:00.0 has the expected content
            unbind 0000:09:00.0 from e1000e
              write 0000:09:00.0 to /sys/bus/pci/drivers/e1000e/unbind
              0000:09:00.0 has no driver
            add a pciback slot for 0000:09:00.0
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/new_slot
              pciback has a slot for 0000:09:00.0
            bind 0000:09:00.0 to pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/bind
              0000:09:00.0 is bound to pciback
            put 0000:09:00.0 into Xen's quarantine
              run xl pci-assignable-add 0000:09:00.0
              not verifiable; checked at the end
            """);
  }

  @Test
  void pcibackIsLoadedOnce() {
    host.withPcibackToLoad().withoutIommu();
    assertThat(says(hide(NOW, CARD, OTHER_TWIN)))
        .containsExactly(
            "load the module xen-pciback",
            "record the driver of 0000:09:00.0: e1000e",
            "unbind 0000:09:00.0 from e1000e",
            "add a pciback slot for 0000:09:00.0",
            "bind 0000:09:00.0 to pciback",
            "record the driver of 0000:0a:04.1: e1000",
            "unbind 0000:0a:04.1 from e1000",
            "add a pciback slot for 0000:0a:04.1",
            "bind 0000:0a:04.1 to pciback");
  }

  @Test
  void aFunctionWithoutADriverIsNotUnbound() {
    host.function("0000:0b:00.0", "8086:10d6", "20000", "").withoutIommu();
    assertThat(says(hide(NOW, "0000:0b:00.0")))
        .containsExactly("add a pciback slot for 0000:0b:00.0", "bind 0000:0b:00.0 to pciback");
  }

  @Test
  void hideAtBootIsOneStepOfFilesAndInitramfs() {
    assertThat(text(hide(LASTING, CARD, OTHER_TWIN)))
        .isEqualTo(
            """
            hide at boot: edit /etc/initramfs-tools/hooks/gangway, /etc/initramfs-tools/scripts/init-top/gangway, /etc/modprobe.d/gangway.conf and rebuild the initramfs
              write /etc/initramfs-tools/hooks/gangway
              write /etc/initramfs-tools/scripts/init-top/gangway
              write /etc/modprobe.d/gangway.conf
              run update-initramfs -u -k all
              /etc/initramfs-tools/hooks/gangway has the expected content and /etc/initramfs-tools/scripts/init-top/gangway has the expected content and /etc/modprobe.d/gangway.conf has the expected content and the initramfs contains the boot settings
            """);
  }

  /** It does not exist yet when the initramfs looks for devices; pciback takes it later. */
  @Test
  void theInitramfsDoesNotLookForAVirtualFunction() {
    host.function("0000:00:1c.0/0000:09:10.0", "8086:10ed", "20000", "ixgbevf")
        .virtual(CARD, "0000:09:10.0");
    assertThat(text(hide(LASTING, "0000:09:10.0")))
        .contains("hide at boot", "rebuild the initramfs")
        .doesNotContain("initramfs-tools");
  }

  @Test
  void withoutAnInitramfsOnlyFilesAreEdited() {
    host.without("usr/sbin/update-initramfs");
    assertThat(says(hide(LASTING, CARD)))
        .containsExactly("hide at boot: edit /etc/modprobe.d/gangway.conf");
  }

  @Test
  void onlyMissingStepsArePlanned() {
    host.hidden(CARD).withoutIommu().put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    assertThat(says(hide(BOTH, CARD, TWIN)))
        .containsExactly(
            "record the driver of 0000:0a:04.0: e1000",
            "unbind 0000:0a:04.0 from e1000",
            "add a pciback slot for 0000:0a:04.0",
            "bind 0000:0a:04.0 to pciback",
            "hide at boot: edit /etc/initramfs-tools/hooks/gangway,"
                + " /etc/initramfs-tools/scripts/init-top/gangway, /etc/modprobe.d/gangway.conf and"
                + " rebuild the initramfs");
  }

  @Test
  void unhideBindsTheOriginalDriver() {
    host.hidden(CARD);
    assertThat(says(unhide(NOW, CARD)))
        .containsExactly(
            "make sure that 0000:09:00.0 is in Xen's quarantine",
            "remove 0000:09:00.0 from Xen's quarantine and pciback",
            "load the module e1000e",
            "bind 0000:09:00.0 to e1000e",
            "delete the driver record of 0000:09:00.0");
  }

  @Test
  void withoutAnIommuUnhideDoesNotUseTheQuarantine() {
    host.hidden(CARD).withoutIommu();
    assertThat(text(unhide(NOW, CARD)))
        .startsWith(
            """
            unbind 0000:09:00.0 from pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/unbind
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/remove_slot
              0000:09:00.0 has no driver and pciback has no slot for 0000:09:00.0
            """);
  }

  @Test
  void aDriverOverrideIsClearedFirst() {
    host.hidden(CARD).put(host.folder(CARD) + "/driver_override", "pciback\n");
    assertThat(says(unhide(NOW, CARD)))
        .startsWith(
            "clear the driver_override of 0000:09:00.0",
            "make sure that 0000:09:00.0 is in Xen's quarantine",
            "remove 0000:09:00.0 from Xen's quarantine and pciback");
  }

  @Test
  void aFunctionThatIsReservedForItsDriverLosesTheOverrideAfterTheDriver() {
    host.function("0000:0b:00.0", "8086:37c8", "b4000", "vfio-pci").withoutIommu();
    assertThat(says(hide(NOW, "0000:0b:00.0")))
        .containsExactly(
            "record the driver of 0000:0b:00.0: vfio-pci",
            "unbind 0000:0b:00.0 from vfio-pci",
            "clear the driver_override of 0000:0b:00.0",
            "add a pciback slot for 0000:0b:00.0",
            "bind 0000:0b:00.0 to pciback");
  }

  @Test
  void aFunctionThatIsReservedForAnotherDriverLosesTheOverrideFirst() {
    host.put(host.folder(CARD) + "/driver_override", "vfio-pci\n").withoutIommu();
    assertThat(says(hide(NOW, CARD)))
        .containsExactly(
            "clear the driver_override of 0000:09:00.0",
            "record the driver of 0000:09:00.0: e1000e",
            "unbind 0000:09:00.0 from e1000e",
            "add a pciback slot for 0000:09:00.0",
            "bind 0000:09:00.0 to pciback");
  }

  @Test
  void aFunctionThatIsReservedForPcibackKeepsTheOverride() {
    host.put(host.folder(CARD) + "/driver_override", "pciback\n").withoutIommu();
    assertThat(says(hide(NOW, CARD))).doesNotContain("clear the driver_override of 0000:09:00.0");
  }

  @Test
  void aDriverThatNeedsAnOverrideGetsItBack() {
    host.hidden(CARD)
        .put("var/lib/gangway/original/" + CARD, "id=8086:10d3\ndriver=vfio-pci\noverride=yes\n");
    assertThat(says(unhide(NOW, CARD)))
        .endsWith(
            "set the driver_override of 0000:09:00.0 to vfio-pci",
            "bind 0000:09:00.0 to vfio-pci",
            "delete the driver record of 0000:09:00.0");
  }

  @Test
  void withoutAnOriginalDriverTheKernelProbesItsDrivers() {
    host.function("0000:0b:00.0", "8086:10d6", "20000", "").hidden("0000:0b:00.0");
    host.without("var/lib/gangway/original/0000:0b:00.0");
    assertThat(says(unhide(NOW, "0000:0b:00.0")))
        .containsExactly(
            "make sure that 0000:0b:00.0 is in Xen's quarantine",
            "remove 0000:0b:00.0 from Xen's quarantine and pciback",
            "probe drivers for 0000:0b:00.0");
  }

  @Test
  void unhideAtBootKeepsTheSettingsOfOtherFunctions() {
    host.hidden(CARD, OTHER_TWIN).put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    Plan plan = plan(unhide(LASTING, CARD));
    assertThat(plan.steps())
        .extracting(Step::says)
        .containsExactly(
            "no longer hide at boot: edit /etc/modprobe.d/gangway.conf and rebuild the initramfs");
    assertThat(plan.steps().getFirst().acts().getFirst())
        .isInstanceOfSatisfying(
            Action.ReplaceFile.class,
            replace ->
                assertThat(replace.edit().after())
                    .contains(
                        """
                        softdep e1000 pre: xen-pciback
                        options xen-pciback hide=(0000:0a:04.1)
                        """));
  }

  @Test
  void attachEditsTheDefinitionAndThenHotPlugs() {
    host.hidden(CARD, TWIN);
    assertThat(text(attach(BOTH, "pv1", CARD, TWIN)))
        .isEqualTo(
            """
            edit the definition /etc/xen/pv1.cfg
              edit /etc/xen/pv1.cfg
              /etc/xen/pv1.cfg has the expected content
            count the hot-plugs of guest pv1 since its start: 2
              write /var/lib/gangway/hot-plugs/3
              /var/lib/gangway/hot-plugs/3 has the expected content
            attach 0000:09:00.0 to guest pv1
              run xl pci-attach 3 0000:09:00.0
              domain 3 has 0000:09:00.0 and its driver sees it
            attach 0000:0a:04.0 to guest pv1
              run xl pci-attach 3 0000:0a:04.0
              domain 3 has 0000:0a:04.0 and its driver sees it
            """);
  }

  @Test
  void detachEditsTheDefinitionAndThenUnplugs() {
    host.hidden(CARD).given(3, CARD);
    host.put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"09:00.0\" ]\n");
    assertThat(text(detach(BOTH, "pv1", CARD)))
        .isEqualTo(
            """
            edit the definition /etc/xen/pv1.cfg
              edit /etc/xen/pv1.cfg
              /etc/xen/pv1.cfg has the expected content
            count the hot-plugs of guest pv1 since its start: 1
              write /var/lib/gangway/hot-plugs/3
              /var/lib/gangway/hot-plugs/3 has the expected content
            request guest pv1 to release 0000:09:00.0
              request domain 3 through XenStore to release 0000:09:00.0
              domain 3 has released 0000:09:00.0
            detach 0000:09:00.0 from guest pv1
              check that no other function of domain 3 uses the interrupt line of 0000:09:00.0
              run xl pci-detach 3 0000:09:00.0
              domain 3 does not have 0000:09:00.0
            """);
  }

  @Test
  void anAttachedFunctionIsNotAttachedAgain() {
    host.hidden(CARD, TWIN).given(3, CARD);
    assertThat(says(attach(NOW, "pv1", CARD, TWIN)))
        .containsExactly(
            "count the hot-plugs of guest pv1 since its start: 1",
            "attach 0000:0a:04.0 to guest pv1");
    assertThat(says(detach(NOW, "pv1", CARD, TWIN)))
        .containsExactly(
            "count the hot-plugs of guest pv1 since its start: 1",
            "request guest pv1 to release 0000:09:00.0",
            "detach 0000:09:00.0 from guest pv1");
  }

  @Test
  void libvirtWritesItsDefinitions() {
    host.hidden(CARD)
        .put("etc/libvirt/libxl/pv4.xml", "<domain type='xen'><name>pv4</name><devices/></domain>");
    assertThat(text(attach(LASTING, "pv4", CARD)))
        .isEqualTo(
            """
            edit the definition /etc/libvirt/libxl/pv4.xml
              run virsh -q -c xen:///system define /dev/stdin
              not verifiable; checked at the end
            """);
  }

  private static final String PV4_WITH_NIC =
      """
      <domain type='xen'><name>pv4</name><devices>
        <interface type='hostdev'>
          <mac address='52:54:00:6d:90:02'/>
          <source><address type='pci' bus='9'/></source>
          <vlan><tag id='42'/></vlan>
        </interface>
      </devices></domain>
      """;

  @Test
  void aDetachThatRemovesMacAddressAndVlanSaysSo() {
    host.put("etc/libvirt/libxl/pv4.xml", PV4_WITH_NIC);
    assertThat(says(detach(LASTING, "pv4", CARD)))
        .containsExactly(
            "edit the definition /etc/libvirt/libxl/pv4.xml; removes the settings of 0000:09:00.0:"
                + " <mac address='52:54:00:6d:90:02'/>, <vlan><tag id='42'/></vlan>");
    assertThat(Checks.of(host.observed(), detach(LASTING, "pv4", CARD)))
        .filteredOn(finding -> finding.code().equals("DEFINITION-SETTINGS-LOST"))
        .flatExtracting(Finding::evidence)
        .containsExactly(
            "/etc/libvirt/libxl/pv4.xml: <mac address='52:54:00:6d:90:02'/>",
            "/etc/libvirt/libxl/pv4.xml: <vlan><tag id='42'/></vlan>");
  }

  @Test
  void theUndoOfADetachGivesLibvirtTheWholeDefinition() {
    host.put("etc/libvirt/libxl/pv4.xml", PV4_WITH_NIC);
    Step step = plan(detach(LASTING, "pv4", CARD)).steps().getFirst();
    assertThat(step.undo())
        .containsExactly(
            new Action.Run(
                Command.of("virsh", "-q", "-c", "xen:///system", "define", "/dev/stdin")
                    .withInput(PV4_WITH_NIC)));
  }

  @Test
  void aGuestOfLibvirtIsChangedThroughLibvirt() {
    host.hidden(CARD).put("var/lib/xen/userdata-d.3.uuid-3.libvirt-xml", "");
    assertThat(text(attach(NOW, "pv1", CARD)))
        .contains("run virsh -q -c xen:///system attach-device 3 /dev/stdin --live");
  }

  @Test
  void bootSettingsThatGangwayCannotEditAreRefused() {
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
