package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.GuideHost.address;
import static gangway.host.MovedDevices.LIST;
import static gangway.host.MovedDevices.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.boot.InitramfsToolsFiles;
import gangway.check.Acceptance;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.host.TakenAtBoot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The images of initramfs-tools look for the devices of the list before pciback takes them. */
class HideAtBootWithInitramfsToolsTest {
  private static final String SCRIPT = "etc/initramfs-tools/scripts/init-top/gangway";
  private static final String OF_CARD =
      "# gangway-device: 0000:09:00.0 pci0000:00/1c.0/00.0 8086:10D3 8086:A01F 200\n";

  private final GuideHost host = new GuideHost();
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideRecordsTheDeviceBesideTheListAndWritesTheScript() {
    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "write /etc/initramfs-tools/hooks/gangway, 755",
            "write /etc/initramfs-tools/scripts/init-top/gangway, 755",
            "replace /etc/modprobe.d/gangway.conf",
            "run update-initramfs -u -k all",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(LIST))
        .isEqualTo(
            """
            # Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.
            softdep e1000e pre: xen-pciback
            options xen-pciback hide=(0000:09:00.0)
            """
                + OF_CARD);
    assertThat(host.text(SCRIPT)).isEqualTo(InitramfsToolsFiles.SCRIPT.text());
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void theLastUnhideRemovesEveryFile() {
    SortedMap<String, String> before = host.everything();
    operator.perform(hide(LASTING, CARD));
    operator.perform(hide(LASTING, TWIN));
    operator.perform(unhide(LASTING, TWIN));
    assertThat(host.text(LIST)).endsWith("hide=(0000:09:00.0)\n" + OF_CARD);
    assertThat(host.text(SCRIPT)).isNotEmpty();

    operator.perform(unhide(LASTING, CARD));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void anImageWithoutTheScriptIsNotTakenForDone() {
    SortedMap<String, String> before = host.everything();

    Problem problem =
        BootOperator.refused(host.machine().failing(4, Failure.SILENT), hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void theScriptMustBeBeforeUdevInTheImage() {
    assertThat(InitramfsToolsFiles.SCRIPT.runs(order("blacklist", "gangway", "udev"))).isTrue();
    assertThat(InitramfsToolsFiles.SCRIPT.runs(order("gangway", "blacklist"))).isTrue();
    assertThat(InitramfsToolsFiles.SCRIPT.runs(order("udev", "gangway"))).isFalse();
    assertThat(InitramfsToolsFiles.SCRIPT.runs(order("blacklist", "udev"))).isFalse();
    assertThat(InitramfsToolsFiles.SCRIPT.runs("")).isFalse();
  }

  private static String order(String... scripts) {
    return Stream.of(scripts)
        .map(name ->
            "/scripts/init-top/%s \"$@\"\n[ -e /conf/param.conf ] && . /conf/param.conf\n"
                .formatted(name))
        .collect(Collectors.joining());
  }

  @Test
  void aListByHandInAnotherFileNeedsNoScript() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0000:0a:04.0)\n").pack();

    operator.perform(hide(LASTING, CARD));

    assertThat(host.exists(SCRIPT)).isFalse();
    assertThat(host.text(LIST)).doesNotContain("gangway-device");
  }

  /** Otherwise the image loads the driver before pciback, and the next boot hides nothing. */
  @Test
  void forAListOnTheCommandLineTheImageGetsTheLinesOfTheAdministrator() {
    listedOnTheCommandLine();
    SortedMap<String, String> before = host.everything();

    ActingHost machine = operator.perform(hide(LASTING, CARD));

    int build = machine.acts().indexOf("run update-initramfs -u -k all");
    assertThat(build).isPositive();
    assertThat(host.text("boot/initrd.img-6.1.0-37-amd64")).contains("admin.conf");
    assertThat(operator.perform(unhide(LASTING, CARD)).acts())
        .doesNotContain("run update-initramfs -u -k all");
    assertThat(settingsChangedSince(before)).isEmpty();
  }

  /** The administrator has written a line for the driver, and has not built the image again. */
  private void listedOnTheCommandLine() {
    GrubTool.install(
        host.put("proc/cmdline", "placeholder root=/dev/sda1 ro\n")
            .put(
                GrubTool.SETTINGS,
                "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="
                    + "\"quiet xen-pciback.hide=(0000:0a:04.0)\"\n")
            .put("etc/modprobe.d/admin.conf", "softdep e1000e pre: xen-pciback\n"));
  }

  @Test
  void forAListOnTheCommandLineAnImageWithoutThemIsNotTakenForDone() {
    listedOnTheCommandLine();
    SortedMap<String, String> before = host.everything();

    Problem problem =
        BootOperator.refused(host.machine().failing(6, Failure.SILENT), hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(settingsChangedSince(before)).isEmpty();
  }

  /** Without the image: when it is built again, it gets what the administrator has changed. */
  private List<String> settingsChangedSince(SortedMap<String, String> before) {
    return host.changesSince(before).stream()
        .filter(change -> !change.startsWith("/boot/initrd.img") && !change.contains("/gangway/"))
        .toList();
  }

  @Test
  void aDeviceThatHasMovedIsHiddenAtItsNewAddressAndNothingElse() {
    moved();

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(TakenAtBoot.byList(host.observed().inventory()).functions())
        .containsExactly(address(CARD));
    assertThat(issues()).contains("HIDE-LIST-MOVED").doesNotContain("HIDE-LIST-ABSENT");
  }

  @Test
  void whatIsAtTheFormerAddressStaysWithDom0() {
    moved();
    host.function("0000:00:1d.0/" + OLD, "8086:10d3", "20000", "e1000e");

    assertThat(operator.function(OLD).hiddenAfterReboot()).isFalse();
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void anotherDeviceAtTheAddressOfOneThatIsGoneStaysWithDom0() {
    recorded(OLD, "pci0000:00/1a.0/00.0");
    host.function("0000:00:1d.0/" + OLD, "8086:10d3", "20000", "e1000e");

    assertThat(operator.function(OLD).hiddenAfterReboot()).isFalse();
    assertThat(issues()).contains("HIDE-LIST-DISPLACED");

    operator.perform(hide(LASTING, OLD));

    assertThat(operator.function(OLD).hiddenAfterReboot()).as("the new device").isTrue();
    assertThat(host.text(LIST)).contains(OLD + " pci0000:00/1d.0/00.0").doesNotContain("/1a.0");
  }

  @Test
  void theEntryOfADeviceThatHasMovedIsOnlyChangedByRemap() {
    moved();
    host.function("0000:00:1d.0/" + OLD, "8086:10d3", "20000", "e1000e");
    String list = host.text(LIST);

    for (var request : List.of(unhide(LASTING, CARD), unhide(LASTING, OLD), hide(LASTING, OLD))) {
      Problem problem = BootOperator.refused(host.machine(), request);
      assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(problem.getMessage()).contains("gangway remap");
    }
    assertThat(host.text(LIST)).isEqualTo(list);
  }

  @Test
  void remapReplacesTheAddressInTheRecordToo() {
    moved();
    MovedDevices.recorded(host, Map.of(OLD, CARD));

    RemapOperation remap =
        new RemapOperation(
            _ -> List.of(new Acceptance("MOVED-LIKELY", Optional.empty())), Optional.empty());
    assertThat(
            remap.perform(
                Submission.of(host.machine(), List.of("remap"), new UnseenProgress()), _ -> {}))
        .isInstanceOf(RemapOperation.Result.Done.class);

    assertThat(host.text(LIST)).contains("hide=(0000:09:00.0)\n", OF_CARD).doesNotContain(OLD);
    assertThat(issues()).doesNotContain("HIDE-LIST-MOVED");
  }

  /** The list was made when the card was at {@link MovedDevices#OLD}. */
  private void moved() {
    recorded(OLD, "pci0000:00/1c.0/00.0");
  }

  private void recorded(String address, String slot) {
    operator.perform(hide(LASTING, CARD));
    host.put(
        LIST,
        host.text(LIST)
            .replace(CARD + " pci0000:00/1c.0/00.0", address + " " + slot)
            .replace(CARD, address));
    host.pack();
    host.without("var/lib/gangway/hardware.json");
  }

  private List<String> issues() {
    return Diagnosis.of(DoctorInput.seen(host.machine())).issues().stream()
        .map(issue -> issue.code())
        .toList();
  }
}
