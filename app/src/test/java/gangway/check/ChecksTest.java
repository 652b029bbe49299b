package gangway.check;

import static gangway.check.CheckCase.blocks;
import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.warns;
import static gangway.check.Finding.Severity.BLOCKS;
import static gangway.check.Finding.Severity.WARNS;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.ProgramCodes;
import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check reports its finding on the host of its case, and none on the plain host. */
class ChecksTest {
  /**
   * The findings about the host after a request was performed, a finding that only comes together
   * with a blocking one, and the findings about suspended guests (RecoverSuspendedGuestsTest),
   * which follow from no request; PLAN-CHANGED is in PlanDigestTest.
   */
  private static final List<String> SAID_ELSEWHERE =
      List.of(
          "GUEST-NO-DRIVER warns",
          "NO-SERVICE warns",
          "DEVICE-NOT-RECORDED warns",
          "GUEST-MEMORY-ON-DEMAND warns",
          "KIN-VIRTUAL-GUEST blocks",
          "SAVE-IN-PROGRESS blocks",
          "GUEST-MIGRATED blocks",
          "GUEST-TWICE blocks",
          "GUEST-UNKNOWN blocks",
          "GUEST-MAY-RUN-ELSEWHERE blocks",
          "SUSPENDED-ON-REQUEST blocks",
          "RESUME-UNPROVEN blocks",
          "PLAN-CHANGED blocks");

  private static final String ELSEWHERE = "0000:7f:00.0";
  private static final String ABSENT = "0000:0b:00.0";
  private static final String BRIDGE = "0000:00:1e.0";
  private static final String XML = "<domain type='xen'><name>pv2</name><devices/></domain>";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  /** The cases of all check classes. */
  static Stream<CheckCase> cases() {
    return Stream.of(
            generalCases(),
            DiskCases.cases(),
            NetworkCases.cases(),
            ConsoleCases.cases(),
            DeviceCases.cases(),
            AffectedFunctionCases.cases(),
            BootCases.cases(),
            SpaceCases.cases(),
            HardwareCases.cases(),
            TrialCases.cases(),
            XenCases.cases(),
            NewGuestCases.cases(),
            GuestCases.cases(),
            UnknownCases.cases())
        .flatMap(cases -> cases);
  }

  private static Stream<CheckCase> generalCases() {
    return Stream.of(
        blocks("NOT-XEN", hide(BOTH, CARD), on -> on.put("sys/hypervisor/type", "kvm\n")),
        blocks("NOT-XEN", unhide(BOTH, CARD), on -> on.put("sys/hypervisor/type", "kvm\n")),
        blocks("NOT-DOM0", hide(BOTH, CARD), on -> on.put("proc/xen/capabilities", "")),
        blocks("NOT-ROOT", hide(BOTH, CARD), GuideHost::withoutRoot),
        blocks("NOT-ROOT", detach(LASTING, "pv2", CARD), GuideHost::withoutRoot),
        blocks("PCIBACK-MISSING", hide(BOTH, CARD), GuideHost::withoutPciback),
        blocks(
            "PCIBACK-REFUSED",
            hide(NOW, CARD),
            on -> on.withPcibackToLoad().put("proc/cmdline", "module_blacklist=xen_pciback\n")),
        blocks(
            "PCIBACK-REFUSED",
            hide(LASTING, CARD),
            on ->
                on.put(
                    "etc/default/grub", "GRUB_CMDLINE_LINUX=\"module_blacklist=xen_pciback\"\n")),
        blocks(
            "PCIBACK-LIST",
            hide(NOW, CARD),
            on ->
                on.withPcibackToLoad()
                    .put("etc/modprobe.d/a.conf", "options xen-pciback hide=(08.00.0)\n")),
        blocks("ABSENT", hide(BOTH, ABSENT), on -> {}),
        blocks("ABSENT", unhide(BOTH, ABSENT), on -> {}),
        blocks("ABSENT", attach(NOW, "pv1", ABSENT), on -> {}),
        blocks("INCONSISTENT", hide(BOTH, CARD), on -> on.given(3, CARD)),
        blocks("INCONSISTENT", unhide(NOW, CARD), on -> on.given(3, CARD)),
        blocks("INCONSISTENT", attach(NOW, "pv1", CARD), on -> on.given(3, CARD)),
        blocks("INCONSISTENT", detach(NOW, "pv1", CARD), on -> on.given(3, CARD)),
        blocks("ARRIVING", attach(NOW, "pv1", CARD), on -> arriving(on)),
        blocks("ARRIVING", detach(NOW, "pv1", CARD), on -> arriving(on)),
        blocks("ARRIVING", unhide(NOW, CARD), on -> arriving(on)),
        blocks("BRIDGE", hide(BOTH, BRIDGE), on -> {}),
        blocksUnlessAccepted("NETWORK-DEFAULT-ROUTE", hide(NOW, MANAGEMENT), on -> {}),
        blocks("GUEST-HAS-IT", unhide(NOW, CARD), on -> on.hidden(CARD).given(3, CARD)),
        warns(
            "NO-DRIVER", unhide(NOW, ABSENT), on -> on.function(ABSENT, "8086:10d6", "20000", "")),
        warns("DEFINED", unhide(NOW, CARD), on -> defined(on.hidden(CARD), "pv2")),
        blocks("NO-SUCH-GUEST", attach(NOW, "pv3", CARD), on -> on.hidden(CARD)),
        blocks("NO-SUCH-GUEST", detach(LASTING, "pv3", CARD), on -> {}),
        blocks(
            "GUEST-AMBIGUOUS",
            attach(LASTING, "pv2", CARD),
            on -> on.hidden(CARD).put("etc/libvirt/libxl/pv2.xml", XML)),
        blocks("GUEST-NOT-RUNNING", attach(NOW, "pv2", CARD), on -> on.hidden(CARD)),
        blocks("GUEST-NOT-RUNNING", detach(NOW, "pv2", CARD), on -> {}),
        blocks(
            "GUEST-NOT-PV",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).store().with("/libxl/3/type", "hvm")),
        blocks("GUEST-PAUSED", attach(NOW, "pv1", CARD), on -> paused(on.hidden(CARD))),
        blocks("GUEST-PAUSED", detach(NOW, "pv1", CARD), ChecksTest::paused),
        blocks(
            "GUEST-SUSPENDED",
            attach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).suspended().add("3")),
        blocks(
            "GUEST-SUSPENDED",
            detach(NOW, "pv1", CARD),
            on -> on.hidden(CARD).given(3, CARD).suspended().add("3")),
        blocks(
            "DEFINITION-AMBIGUOUS",
            attach(LASTING, "pv1", CARD),
            on -> on.hidden(CARD).put("etc/xen/auto.cfg", "name = 'pv1'\nbootloader='pygrub'\n")),
        blocks(
            "NO-DEFINITION",
            attach(LASTING, "pv1", CARD),
            on -> on.hidden(CARD).without("etc/xen/pv1.cfg")),
        blocks("NO-IOMMU", attach(NOW, "pv1", CARD), on -> on.hidden(CARD).withoutIommu()),
        blocks(
            "OTHER-GUEST",
            attach(NOW, "pv2", CARD),
            on -> on.guest(4, "pv2").hidden(CARD).given(3, CARD)),
        blocks("NOT-HIDDEN", attach(NOW, "pv1", CARD), on -> {}),
        blocks("NOT-HIDDEN", attach(LASTING, "pv1", BRIDGE), on -> {}),
        warns(
            "DEFINED-ELSEWHERE", attach(NOW, "pv1", CARD), on -> defined(on.hidden(CARD), "pv2")));
  }

  private static void arriving(GuideHost host) {
    host.hidden(CARD)
        .given(3, CARD)
        .store()
        .with("/local/domain/0/backend/pci/3/0/state", "3")
        .with("/local/domain/3/device/pci/0/state", "1");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachCheckReportsItsFindingOnTheHostOfItsCase(CheckCase made) {
    made.made().accept(host);
    List<Finding> findings = Checks.of(observed(made.request()), made.request());
    assertThat(findings).extracting(Finding::code).contains(made.code());
    for (Finding finding : findings) {
      if (made.isAbout(finding)) {
        assertThat(finding.severity()).isEqualTo(made.severity());
        assertThat(finding.sentence()).isNotBlank();
        assertThat(finding.remedy()).isNotBlank();
      } else {
        assertThat(finding.blocks()).as(finding.toString()).isFalse();
      }
    }
  }

  /** The commands offer the option, because only they know whether the host forbids to accept. */
  @ParameterizedTest
  @MethodSource("cases")
  void noTextOfAFindingOffersToAcceptTheFinding(CheckCase made) {
    made.made().accept(host);
    assertThat(Checks.of(observed(made.request()), made.request()))
        .allSatisfy(finding ->
            assertThat(finding.sentence() + finding.evidence() + finding.remedy())
                .doesNotContain("--accept"));
  }

  @ParameterizedTest
  @MethodSource("casesThatBlock")
  void aFindingThatBlocksIsAcceptedAsItsCaseSays(CheckCase made) {
    made.made().accept(host);
    HostSnapshot observed = observed(made.request());
    List<Finding> blocking =
        Checks.of(observed, made.request()).stream().filter(made::isAbout).toList();
    assertThat(blocking).isNotEmpty().extracting(Finding::waiver).containsOnly(made.waiver());

    Waiver waiver = made.waiver();
    assertThat(refused(observed, made, List.of())).as("without --accept").isTrue();
    List<Acceptance> code = List.of(new Acceptance(made.code(), Optional.empty()));
    assertThat(refused(observed, made, code)).as("by the code").isEqualTo(waiver != Waiver.CODE);
    List<Acceptance> ofAnother =
        List.of(new Acceptance(made.code(), Optional.of(GuideHost.address(ELSEWHERE))));
    assertThat(refused(observed, made, ofAnother)).as("for another function").isTrue();
    if (waiver == Waiver.CODE_AND_ADDRESS) {
      assertThat(blocking).extracting(Finding::function).doesNotContain(Optional.empty());
    }
    List<Acceptance> forEach =
        blocking.stream().map(finding -> new Acceptance(made.code(), finding.function())).toList();
    assertThat(refused(observed, made, forEach))
        .as("by the code and the address")
        .isEqualTo(waiver == Waiver.NOTHING);
  }

  /** The cases whose finding refuses the request. */
  static Stream<CheckCase> casesThatBlock() {
    return cases().filter(made -> made.severity() == BLOCKS);
  }

  private static boolean refused(HostSnapshot host, CheckCase made, List<Acceptance> accepted) {
    return Verdict.of(host, made.request(), accepted).refused();
  }

  @Test
  void aHealthyHostHasNoFindings() {
    assertThat(Checks.of(host.observed(), hide(BOTH, CARD))).isEmpty();
    // the twins are behind one bridge, so only both together have no neighbours of other owners
    assertThat(Checks.of(host.observed(), hide(BOTH, CARD, TWIN, OTHER_TWIN))).isEmpty();
    host.hidden(CARD, TWIN, OTHER_TWIN)
        .given(3, TWIN)
        .put(
            "etc/modprobe.d/gangway.conf",
            """
            options xen-pciback hide=(0000:09:00.0)(0000:0a:04.0)(0000:0a:04.1)
            softdep e1000e pre: xen-pciback
            softdep e1000 pre: xen-pciback
            """);
    assertThat(Checks.of(host.observed(), unhide(BOTH, CARD))).isEmpty();
    assertThat(Checks.of(host.observed(), attach(BOTH, "pv1", CARD))).isEmpty();
    assertThat(Checks.of(host.observed(), attach(LASTING, "pv2", CARD))).isEmpty();
    assertThat(Checks.of(host.observed(), attach(BOTH, "pv1", OTHER_TWIN))).isEmpty();
    assertThat(Checks.of(host.observed(), detach(BOTH, "pv1", TWIN))).isEmpty();
    assertThat(Checks.of(host.observed(), detach(LASTING, "pv2", ABSENT))).isEmpty();
  }

  @Test
  void aRequestThatCorrectsTheDefinitionIsNotBlockedByIt() {
    GuestCases.defined(host, "passthrough='disabled'\npci=['09:00.0']\n");
    assertThat(Checks.of(host.observed(), detach(LASTING, "pv2", GuideHost.CARD))).isEmpty();
    GuestCases.defined(host, "passthrough=1\n");
    assertThat(Checks.of(host.observed(), new Request.Ready("pv2"))).isEmpty();
  }

  @Test
  void aFunctionThatIsGoneCanBeTakenOutOfTheDefinitionAndTheBootSettings() {
    GuestCases.defined(host, "pci=['%s']\n".formatted(ABSENT));
    assertThat(Checks.of(host.observed(), detach(LASTING, "pv2", ABSENT))).isEmpty();
    assertThat(Checks.of(host.observed(), detach(NOW, "pv2", ABSENT)))
        .anySatisfy(finding ->
            assertThat(finding.remedy()).contains("gangway detach --config pv2 0000:0b:00.0"));
    GuestCases.defined(host, "");
    host.put("etc/modprobe.d/gangway.conf", "options xen-pciback hide=(0000:0b:00.0)\n");
    assertThat(Checks.of(host.observed(), unhide(LASTING, ABSENT))).isEmpty();
    assertThat(Checks.of(host.observed(), unhide(BOTH, ABSENT)))
        .anySatisfy(
            finding -> assertThat(finding.remedy()).contains("gangway unhide --boot 0000:0b:00.0"));
  }

  @Test
  void everyFindingCodeOfTheProgramHasACase() throws IOException {
    Pattern made = Pattern.compile("Finding\\.(blocks|warns|notes)\\(\\s*\"([A-Z0-9-]+)\"");
    List<String> codes = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/gangway"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        made.matcher(Files.readString(source))
            .results()
            .forEach(match -> codes.add(match.group(2) + " " + match.group(1)));
      }
    }
    assertThat(codes).hasSizeGreaterThan(20).containsAll(SAID_ELSEWHERE);
    assertThat(codes.stream().map(code -> code.split(" ")[0]).distinct())
        .as("in the sources as in the class files")
        .containsExactlyInAnyOrderElementsOf(ProgramCodes.all().madeBy(Finding.class));
    Stream.of(SAID_ELSEWHERE, HardwareCases.OF_REMAP, TrialCases.OF_BEGINNING)
        .forEach(codes::removeAll);
    assertThat(cases().map(c -> c.code() + " " + c.severity().name().toLowerCase(Locale.ROOT)))
        .containsAll(codes);
  }

  private HostSnapshot observed(Request request) {
    Observer observer = new Observer(host.machine());
    return observer.forRequest(observer.inventory(), request);
  }

  @Test
  void aBoundDriverWithoutItsInterfaceIsReportedAfterwards() {
    HostSnapshot observed = host.observed();
    HostFunction card = observed.inventory().at(GuideHost.address(CARD)).orElseThrow();
    Request unhide = unhide(NOW, CARD);
    assertThat(Checks.afterwards(observed.assignments(), List.of(), unhide)).isEmpty();
    Finding finding = Checks.afterwards(observed.assignments(), List.of(card), unhide).getFirst();
    assertThat(finding.code() + " " + finding.severity().name().toLowerCase(Locale.ROOT))
        .isEqualTo("NO-SERVICE warns");
    assertThat(finding.sentence()).contains(CARD, "network interface");
  }

  @Test
  void theWorstFindingComesFirst() {
    defined(host.guest(4, "pv2").hidden(CARD).given(3, CARD), "pv3");
    assertThat(Checks.of(host.observed(), attach(NOW, "pv2", CARD)))
        .extracting(Finding::severity)
        .containsExactly(BLOCKS, WARNS);
  }

  @Test
  void eachOfSeveralFunctionsIsChecked() {
    assertThat(Checks.of(host.observed(), hide(NOW, CARD, ABSENT, BRIDGE)))
        .extracting(Finding::code)
        .containsExactly("ABSENT", "BRIDGE");
  }

  @Test
  void theEvidenceForADiskGoesFromTheMountPointToTheFunction() {
    host.volume("md0", "9:0", "sda1").volume("dm-0", "253:0", "md0");
    host.put("proc/self/mountinfo", "27 1 253:0 / / rw shared:1 - ext4 /dev/mapper/vg-root rw\n");
    Finding finding = Checks.of(host.observed(), hide(NOW, DISK)).getFirst();
    assertThat(finding.sentence())
        .isEqualTo(DISK + " carries /, and dom0 cannot run or boot without it");
    assertThat(finding.evidence())
        .containsExactly(
            "/ is on /dev/dm-0, on /dev/md0, on /dev/sda1, on /dev/sda, on 0000:00:1f.2");
  }

  @Test
  void theEvidenceForTheDefaultRouteGoesFromTheRouteToTheFunction() {
    host.netInterface("xenbr0", "sys/devices/virtual").defaultRoute("xenbr0");
    host.put("sys/devices/virtual/net/xenbr0/brif/eth0/port_no", "0x1\n");
    Finding finding = Checks.of(host.observed(), hide(NOW, MANAGEMENT)).getFirst();
    assertThat(finding.evidence())
        .containsExactly("IPv4 default route is on xenbr0, on eth0, on 0000:03:00.0");
  }

  @Test
  void theEvidenceForAnInconsistentStateShowsBothSides() {
    Finding finding = Checks.of(host.given(3, CARD).observed(), hide(NOW, CARD)).getFirst();
    assertThat(finding.evidence())
        .hasSize(2)
        .anyMatch(side -> side.equals("the kernel: held by e1000e"))
        .anyMatch(side -> side.startsWith("XenStore: pv1 (domain 3) has it"));
    assertThat(finding.remedy()).contains("xl unpause").contains("gangway show " + CARD);
  }

  @Test
  void theFindingNamesTheOtherGuestAndTheDetachCommand() {
    host.guest(4, "pv2").hidden(CARD).given(3, CARD);
    Finding finding = Checks.of(host.observed(), attach(NOW, "pv2", CARD)).getFirst();
    assertThat(finding.sentence())
        .isEqualTo("guest pv1 has 0000:09:00.0, and a function can have only one guest");
    assertThat(finding.evidence()).containsExactly("XenStore: domain 3 sees it at 0000:00:00.0");
    assertThat(finding.remedy()).endsWith("gangway detach pv1 0000:09:00.0");
  }

  private static void paused(GuideHost host) {
    host.answer("xl list", "pv1      3   256     1     --p---       1.9\n");
  }

  private static void defined(GuideHost host, String guest) {
    host.put(
        "etc/xen/" + guest + ".cfg",
        "name = '%s'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n".formatted(guest));
  }
}
