package gangway.doctor;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.ProgramCodes;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issues are found, and only where they exist. */
class DiagnosisTest {
  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  static Stream<IssueCase> cases() {
    return IssueCase.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anIssueIsTheOnlyIssueFoundOnItsHost(IssueCase made) {
    made.made().accept(host);
    assertThat(diagnosis().issues())
        .singleElement()
        .satisfies(issue -> {
          assertThat(issue.code()).isEqualTo(made.code());
          assertThat(issue.severity()).isEqualTo(made.severity());
          assertThat(issue.sentence()).isNotBlank();
          assertThat(issue.evidence()).isNotEmpty().noneMatch(String::isBlank);
          assertThat(issue.consequence()).isNotBlank();
          assertThat(issue.remedy() instanceof IssueRemedy.Safe).isEqualTo(made.safe());
          assertThat(issue.toString())
              .as("the host can forbid to accept the finding of the same code")
              .doesNotContain("--accept");
        });
  }

  @Test
  void everyIssueCodeHasACase() throws IOException {
    Pattern made = Pattern.compile("Issue\\.(warns|notes)\\(\\s*\"([A-Z0-9-]+)\"");
    List<String> codes = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/gangway/doctor"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        made.matcher(Files.readString(source))
            .results()
            .forEach(match -> codes.add(match.group(2) + " " + match.group(1)));
      }
    }
    assertThat(codes).hasSizeGreaterThan(12);
    assertThat(codes.stream().map(code -> code.split(" ")[0]).distinct())
        .as("in the sources as in the class files")
        .containsExactlyInAnyOrderElementsOf(ProgramCodes.all().madeBy(Issue.class));
    assertThat(cases().map(c -> c.code() + " " + c.severity().name().toLowerCase(Locale.ROOT)))
        .containsAll(codes);
  }

  @Test
  void anUnchangedHostHasNoIssues() {
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void aHostWithAnAttachedFunctionAndAStartingGuestHasNoIssues() {
    host.hidden(CARD, TWIN).given(3, CARD).guest(4, "pv2").given(4, TWIN);
    host.store()
        .with("/local/domain/0/backend/pci/4/0/state", "3")
        .with("/local/domain/4/device/pci/0/state", "1")
        .with("/libxl/pci/0000-09-00-0/domid", "3");
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void aHostWithAFunctionHiddenAtBootAndAttachedHasNoIssues() {
    IssueCase.hiddenAtBoot(host).given(3, CARD);
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void anOverrideForTheBoundDriverIsNotAnIssue() {
    host.function("0000:04:00.0", "8086:37c8", "b4000", "vfio-pci")
        .put(host.folder("0000:04:00.0") + "/driver_override", "vfio-pci\n")
        .hidden(CARD)
        .put(host.folder(CARD) + "/driver_override", "pciback\n");
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void aFunctionHiddenByThisBootIsExplained() {
    host.hiddenAtBoot(CARD).noted(CARD);
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void withoutAnIommuXlNeedsNoQuarantine() {
    IssueCase.hiddenAtBoot(host).withoutIommu();
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void aDyingDomainIsNotGone() {
    IssueCase.destroyed(host).answer("xl list", "(null)  3     0     1     --ps-d      12.0\n");
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void withoutXlNoDomainCountsAsGone() {
    IssueCase.destroyed(host).withoutXl();
    assertThat(diagnosis().issues()).extracting(Issue::code).containsExactly("HOST-UNKNOWN");
  }

  @Test
  void theEvidenceOfAStaleRecordNamesItsEntriesAndTheDomain() {
    IssueCase.destroyed(host);
    assertThat(diagnosis().issues().getFirst().evidence())
        .containsExactly(
            "XenStore: /local/domain/0/backend/pci/3/0/state is 6 closed",
            "XenStore: entry of 0000:09:00.0, state 3 initialised",
            "neither XenStore nor 'xl list' has a domain 3");
  }

  @Test
  void ifTwoGuestsHaveARecordTheFixShutsDownTheGuestThatCannotUseTheFunction() {
    host.hidden(CARD).guest(4, "pv2").given(3, CARD).given(4, CARD);
    host.store().without("/local/domain/0/backend/pci/4/0/vdev-0");
    Issue issue = diagnosis().issues().getFirst();
    assertThat(issue.sentence())
        .isEqualTo("0000:09:00.0 is in the records of 2 guests: pv1 (domain 3), pv2 (domain 4)");
    assertThat(issue.remedy())
        .isEqualTo(
            new IssueRemedy.Advice(
                "shut down pv2, which cannot use it, then run 'gangway doctor' again"));
  }

  @Test
  void aTypoInTheHideListGetsASuggestionAndItsEffect() {
    host.put(
        "etc/modprobe.d/x.conf",
        "options xen-pciback hide=(0000:0a:04.0)(0000:09.00.0)(03:00.0)\n");
    Issue issue = diagnosis().issues().getFirst();
    assertThat(issue.evidence())
        .containsExactly(
            "/etc/modprobe.d/x.conf:1: hide=(0000:0a:04.0)(0000:09.00.0)(03:00.0)",
            "cannot be parsed from here: (0000:09.00.0)(03:00.0)",
            "the most similar address of this host is 0000:09:00.0");
    assertThat(issue.consequence())
        .contains("current kernels reject the whole list")
        .contains("hide what comes before the error ((0000:0a:04.0))");
  }

  @Test
  void aListOnTheKernelCommandLineIsCorrectedInTheBootLoader() {
    host.put("proc/cmdline", "xen-pciback.hide=(09:00.0),(0a:04.0)\n");
    assertThat(diagnosis().issues().getFirst().remedy())
        .asString()
        .contains("update-grub")
        .doesNotContain("update-initramfs");
  }

  @Test
  void theFixForAListThatDoesNotHideIsHideAtBoot() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(09:00.0)\n");
    assertThat(diagnosis().issues().getFirst().remedy())
        .isEqualTo(
            new IssueRemedy.Advice("add the missing settings: gangway hide --boot 0000:09:00.0"));
  }

  @Test
  void aFunctionThatQubesHidesIsExplained() {
    host.hidden(CARD).put("proc/cmdline", "rd.qubes.hide_pci=09:00.0\n");
    host.without("var/lib/gangway/original/" + CARD);
    assertThat(diagnosis().issues()).isEmpty();
  }

  /** The usual order: the function is hidden just before the guest starts. */
  @Test
  void aDefinitionOfAFunctionThatDom0DoesNotUseIsNoIssue() {
    host.put("etc/xen/pv2.cfg", "name='pv2'\nbootloader='pygrub'\npci=['09:00.0']\n");
    assertThat(diagnosis().issues()).isEmpty();
  }

  @Test
  void theIssueOfANeededFunctionNamesTheDefinitionAndTheUse() {
    host.put("etc/xen/pv2.cfg", "name='pv2'\nbootloader='pygrub'\npci=['03:00.0']\n");
    assertThat(diagnosis().issues())
        .singleElement()
        .satisfies(issue -> {
          assertThat(issue.sentence())
              .isEqualTo(
                  "the definition of guest pv2 lists 0000:03:00.0, but dom0 needs it: dom0 would"
                      + " lose its default route (IPv4), which goes through 0000:03:00.0");
          assertThat(issue.evidence()).contains("lists it: /etc/xen/pv2.cfg");
          assertThat(issue.function()).contains(GuideHost.address(GuideHost.MANAGEMENT));
        });
  }

  @Test
  void theWorstIssueIsFirst() {
    IssueCase.destroyed(host)
        .put("proc/cmdline", "xen-pciback.hide=(09:00.0)(09:00.0)\n")
        .put("etc/modprobe.d/first.conf", "softdep e1000e pre: xen-pciback\n");
    assertThat(diagnosis().issues())
        .extracting(Issue::code)
        .containsExactly("RECORD-LEFT", "HIDE-LIST-TWICE");
  }

  private Diagnosis diagnosis() {
    return Diagnosis.of(DoctorInput.seen(host.machine()));
  }
}
