package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.GuideHost.address;
import static gangway.host.MovedDevices.LIBVIRT;
import static gangway.host.MovedDevices.LIST;
import static gangway.host.MovedDevices.OLD;
import static gangway.host.MovedDevices.SECOND;
import static gangway.host.MovedDevices.XL;
import static gangway.host.MovedDevices.definition;
import static gangway.host.MovedDevices.listed;
import static gangway.host.MovedDevices.moved;
import static gangway.host.MovedDevices.swapped;
import static gangway.host.MovedDevices.withSecond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.DracutImages;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import gangway.host.MovedDevices;
import gangway.host.XenServerTool;
import gangway.operation.RemapOperation.Result;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.pci.identity.AcknowledgedDevices;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.Identities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** remap: settings name devices at the addresses that the devices have now, all or nothing. */
class RemapOperationTest {
  private static final String CARD_SERIAL = "00-1b-21-ff-ff-20-c4-a5";

  private final GuideHost host = plain();

  private static GuideHost plain() {
    return new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
  }

  @Test
  void listDefinitionsAndRecordNameTheNewAddressAndNothingElseChanges() {
    moved(host);
    String xml = host.text(LIBVIRT);

    assertThat(remap()).isInstanceOf(Result.Done.class);

    assertThat(host.text(LIST))
        .isEqualTo(
            """
            options xen-pciback hide=(0000:09:00.0)
            softdep e1000e pre: xen-pciback
            # gangway-device: 0000:09:00.0 pci0000:00/1c.0/00.0 8086:10D3 8086:A01F 200
            """);
    assertThat(host.text(XL)).isEqualTo(definition("\"0000:09:00.0,permissive=1\""));
    assertThat(host.text(LIBVIRT)).isEqualTo(xml.replace("bus='0x08'", "bus='0x09'"));
    assertThat(records()).containsExactly(Map.entry(CARD, CARD_SERIAL));
    assertThat(host.observed().inventory().at(address(CARD)).orElseThrow().hiddenAfterReboot())
        .isTrue();
    assertThat(remap()).as("again").isInstanceOf(Result.AlreadySo.class);
  }

  @Test
  void theInitramfsIsBuiltAgainAfterTheListAndTheRecordIsLast() {
    moved(host);
    ActingHost machine = host.machine();

    remap(machine);

    assertThat(machine.acts())
        .containsSubsequence(
            "replace /etc/modprobe.d/gangway.conf", "run update-initramfs -u -k all");
    assertThat(machine.acts().getLast()).isEqualTo("write /var/lib/gangway/hardware.json, 600");
  }

  @Test
  void devicesThatHaveChangedPlacesAreReplacedTogether() {
    swapped(host);

    assertThat(remap()).isInstanceOf(Result.Done.class);

    assertThat(host.text(LIST)).contains("hide=(0000:04:00.0)(0000:09:00.0)\n");
    assertThat(host.text(XL)).isEqualTo(definition("\"0000:04:00.0\""));
    assertThat(host.text(LIBVIRT)).contains("bus='0x09'").doesNotContain("bus='0x04'");
    assertThat(records())
        .containsExactly(
            Map.entry(SECOND, "00-1b-21-ff-ff-20-c4-a6"), Map.entry(CARD, CARD_SERIAL));
    assertThat(remap()).as("again").isInstanceOf(Result.AlreadySo.class);
  }

  @Test
  void bothDevicesOfOneGuestThatHaveChangedPlacesAreReplacedTogether() {
    swapped(host).put(XL, definition("'09:00.0', '04:00.0'"));

    remap();

    assertThat(host.text(XL)).isEqualTo(definition("\"0000:04:00.0\", \"0000:09:00.0\""));
  }

  @Test
  void withDracutTheImagesAreBuiltAgain() {
    DracutImages.install(moved(host));
    ActingHost machine = host.machine();

    remap(machine);

    assertThat(host.text(LIST)).contains("hide=(0000:09:00.0)");
    assertThat(machine.acts()).anyMatch(act -> act.startsWith("run dracut "));
  }

  @Test
  void aListOnTheKernelCommandLineIsReplacedThere() {
    GrubTool.install(
        GrubTool.buildPcibackIn(
            moved(host)
                .without(LIST)
                .put(
                    GrubTool.SETTINGS,
                    "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="
                        + "\"quiet xen-pciback.hide=(0000:08:00.0)\"\n")));

    assertThat(remap()).isInstanceOf(Result.Done.class);

    assertThat(host.text(GrubTool.SETTINGS)).contains("xen-pciback.hide=(0000:09:00.0)");
    assertThat(host.text(GrubTool.CONFIGURATION))
        .contains("xen-pciback.hide=(0000:09:00.0)")
        .doesNotContain("08:00.0");
  }

  @Test
  void onXcpNgTheListIsReplacedByItsToolWhenTheDatabaseOfXapiWasLookedAt() {
    moved(host).without(LIST).without(XL).without(LIBVIRT);
    XenServerTool.install(host);
    host.put(
        XenServerTool.BIOS,
        host.text(XenServerTool.BIOS)
            .replaceAll("(?m)(module2 /boot/vmlinuz.*)$", "$1 xen-pciback.hide=(0000:08:00.0)"));

    Finding finding = refusal("MOVED-SET-ELSEWHERE");
    assertThat(finding.sentence()).startsWith("xapi keeps the addresses");
    assertThat(finding.remedy()).contains("xe vm-param-set uuid=UUID other-config:pci=0/ADDRESS");

    assertThat(remap("MOVED-SET-ELSEWHERE")).isInstanceOf(Result.Done.class);
    assertThat(host.text(XenServerTool.BIOS))
        .contains("xen-pciback.hide=(0000:09:00.0)")
        .doesNotContain("08:00.0");
  }

  @Test
  void aDeviceThatOnlyADefinitionNamesChangesNoBootSettings() {
    moved(host).without(LIST).pack();
    ActingHost machine = host.machine();

    remap(machine);

    assertThat(host.text(XL)).contains("0000:09:00.0");
    assertThat(machine.acts()).noneMatch(act -> act.contains("modprobe.d"));
  }

  @Test
  void withoutASerialNumberADeviceIsLikelyAndMustBeAccepted() {
    MovedDevices.likely(host);

    Finding finding = refusal("MOVED-LIKELY");
    assertThat(finding.sentence())
        .isEqualTo(
            "0000:09:00.0 is likely the device that was acknowledged at 0000:08:00.0, but no serial"
                + " number proves it");
    assertThat(finding.evidence()).anyMatch(line -> line.startsWith("the same ids and the same"));

    assertThat(remap("MOVED-LIKELY")).isInstanceOf(Result.Done.class);
    assertThat(host.text(XL)).contains("0000:09:00.0");
  }

  @Test
  void aDeviceThatIsGoneRefusesAllWithTheCommandsThatRemoveItsAddress() {
    swapped(host);
    SortedMap<PciAddress, DeviceIdentity> devices =
        new TreeMap<>(HardwareRecord.of(host.machine()).known().devices());
    devices.put(address(OLD), Identities.serial(Identities.of(host, CARD), "99"));
    Identities.recorded(host, new AcknowledgedDevices(false, devices));
    listed(host, CARD, SECOND, OLD).put(XL, definition("'08:00.0'"));
    SortedMap<String, String> before = host.everything();

    assertThat(refusal("MOVED-GONE").remedy())
        .endsWith("gangway unhide --boot 0000:08:00.0; gangway detach --config pv2 0000:08:00.0");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aDeviceThatCannotBeToldApartRefusesAll() {
    withSecond(moved(host)).config(SECOND, Examples.configBytes("82574l.txt"));

    assertThat(refusal("MOVED-UNCLEAR").evidence())
        .contains("several devices look like it: 0000:04:00.0, 0000:09:00.0");
  }

  @Test
  void aNewAddressThatASettingNamesAlreadyRefusesAll() {
    listed(moved(host), OLD, CARD);

    assertThat(refusal("MOVED-ONTO-OTHER").remedy()).endsWith("gangway unhide --boot 0000:09:00.0");
  }

  @Test
  void aGroupWithOtherFunctionsRefusesAll() {
    moved(host).put(LIST, "options xen-pciback hide=(0000:08:00.*)\n");
    assertThat(refusal("MOVED-IN-GROUP").sentence()).contains(OLD);

    moved(host).put(XL, definition("'08:00.*'"));
    assertThat(refusal("MOVED-IN-GROUP").evidence())
        .anyMatch(line -> line.startsWith("the definition of guest pv2"));
  }

  @Test
  void aSettingOfDriverctlRefusesAll() {
    moved(host).put("etc/driverctl.d/pci-" + OLD, "pciback\n");

    assertThat(refusal("MOVED-SET-ELSEWHERE").remedy())
        .contains(
            "driverctl unset-override 0000:08:00.0; driverctl set-override 0000:09:00.0 pciback");
  }

  @Test
  void aDefinitionThatCannotBeReadMayNameTheDevice() {
    moved(host).put("etc/xen/broken.cfg", "name = 'broken\n");

    assertThat(refusal("DEFINITION-UNREADABLE").evidence())
        .anyMatch(line -> line.contains("/etc/xen/broken.cfg"));
  }

  /** The card is at the place of the controller of the root disk now, by its recorded identity. */
  @Test
  void theListNeverTakesTheControllerOfTheRootDisk() {
    moved(host);
    MovedDevices.recorded(host.config(DISK, MovedDevices.otherSerial()), Map.of(OLD, DISK));
    SortedMap<String, String> before = host.everything();

    assertThat(refusal("DISK-ROOT").function()).contains(address(DISK));
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aDefinitionNeverGetsTheControllerOfTheRootDisk() {
    moved(host).without(LIST).pack();
    MovedDevices.recorded(host.config(DISK, MovedDevices.otherSerial()), Map.of(OLD, DISK));

    assertThat(refusal("DISK-ROOT").function()).contains(address(DISK));
  }

  @Test
  void aGuestThatRunsIsNamedAndKeepsItsDevices() {
    moved(host).hidden(TWIN, CARD).given(3, TWIN).put("etc/xen/pv1.cfg", "name = 'pv1'\n");
    host.put("etc/xen/pv1.cfg", "name = 'pv1'\nkernel = 'k'\npci = [ '08:00.0' ]\n");
    SortedMap<String, String> store = new TreeMap<>(host.store().values());

    Result.Done done = (Result.Done) remap();

    assertThat(done.checked().findings())
        .filteredOn(finding -> finding.code().equals("MOVED-GUEST-RUNS"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.evidence())
                .containsExactly(
                    "it has: 0000:0a:04.0",
                    "its definition names devices that have moved: 0000:08:00.0"));
    assertThat(new TreeMap<>(host.store().values())).isEqualTo(store);
  }

  @Test
  void whatIsNotHiddenNowIsToldWithTheCommand() {
    Result.Done done = (Result.Done) remapOf(moved(host));
    assertThat(done.checked().untilReboot())
        .containsExactly(
            "0000:09:00.0 is hidden from the next boot on; to hide it now: gangway hide --now"
                + " 0000:09:00.0");
  }

  @Test
  void aDeviceThatNothingNamesMovesInTheRecordIfItIsCertain() {
    moved(withSecond(host));
    MovedDevices.recorded(host, Map.of(OLD, CARD, CARD, SECOND));

    remap();

    assertThat(records().keySet()).containsExactly(SECOND, CARD);
  }

  @Test
  void withoutARecordThereIsNothingToCompare() {
    MovedDevices.named(host);
    assertThat(remap())
        .isInstanceOfSatisfying(
            Result.AlreadySo.class, result -> assertThat(result.checked().hasRecords()).isFalse());
  }

  @Test
  void aRecordThatCannotBeReadRefuses() {
    moved(host).put("var/lib/gangway/hardware.json", "{");
    Problem problem = catchThrowableOfType(Problem.class, () -> remap());
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
  }

  @Test
  void aPlanThatWasNotShownIsNotPerformed() {
    moved(host);
    PlanDigest shown = operation().check(host.machine()).digest();
    swapped(host);

    Result result =
        new RemapOperation(_ -> List.of(), Optional.of(shown))
            .perform(submission(host.machine()), _ -> {});

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Refused.class,
            refused ->
                assertThat(refused.checked().findings())
                    .extracting(Finding::code)
                    .contains("PLAN-CHANGED"));
  }

  private Map<String, String> records() {
    Map<String, String> records = new TreeMap<>();
    HardwareRecord.of(host.machine())
        .known()
        .devices()
        .forEach((at, device) ->
            records.put(at.toString(), device.serials().device().known().orElse("-")));
    return records;
  }

  private Finding refusal(String code) {
    Result result = remap();
    assertThat(result).isInstanceOf(Result.Refused.class);
    List<Finding> found =
        ((Result.Refused) result)
            .checked().findings().stream()
                .filter(finding -> finding.code().equals(code) && finding.blocks())
                .toList();
    assertThat(((Result.Refused) result).checked().findings())
        .extracting(Finding::code)
        .containsOnlyOnce(code);
    return found.getFirst();
  }

  private Result remap(String... accepted) {
    return operation(accepted).perform(submission(host.machine()), _ -> {});
  }

  private static Result remapOf(GuideHost host) {
    return operation().perform(submission(host.machine()), _ -> {});
  }

  private static void remap(ActingHost machine) {
    operation().perform(submission(machine), _ -> {});
  }

  private static RemapOperation operation(String... accepted) {
    List<Acceptance> acceptances =
        List.of(accepted).stream().map(code -> new Acceptance(code, Optional.empty())).toList();
    return new RemapOperation(_ -> acceptances, Optional.empty());
  }

  private static Submission submission(ActingHost machine) {
    return Submission.of(machine, List.of("remap"), new UnseenProgress());
  }
}
