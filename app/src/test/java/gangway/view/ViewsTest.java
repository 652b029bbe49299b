package gangway.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.check.Finding;
import gangway.doctor.Issue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Members that follow from others cannot contradict them. */
class ViewsTest {

  private static FindingView finding(Finding.Severity severity, boolean accepted) {
    return new FindingView(
        "CODE",
        severity,
        Finding.Waiver.CODE_AND_ADDRESS,
        Optional.empty(),
        accepted,
        Optional.empty(),
        "a message",
        List.of(),
        "a remedy");
  }

  private static VerdictView verdict(FindingView... findings) {
    return new VerdictView(
        Optional.of(new RequestView("hide", List.of(), Optional.empty(), true, false)),
        List.of(findings));
  }

  @Test
  void aRequestIsRefusedIfAFindingBlocksAndIsNotAccepted() {
    assertThat(verdict().refused()).isFalse();
    assertThat(verdict(finding(Finding.Severity.WARNS, false)).refused()).isFalse();
    assertThat(verdict(finding(Finding.Severity.BLOCKS, true)).refused()).isFalse();
    assertThat(
            verdict(finding(Finding.Severity.BLOCKS, true), finding(Finding.Severity.BLOCKS, false))
                .refused())
        .isTrue();
  }

  @Test
  void onlyAFindingThatBlocksCanBeAccepted() {
    assertThatThrownBy(() -> finding(Finding.Severity.NOTES, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CODE does not block");
  }

  @Test
  void aHostWithANoteOnlyIsHealthy() {
    assertThat(new DiagnosisView(List.of()).healthy()).isTrue();
    assertThat(new DiagnosisView(List.of(issue(Issue.Severity.NOTES))).healthy()).isTrue();
    assertThat(new DiagnosisView(List.of(issue(Issue.Severity.WARNS))).healthy()).isFalse();
  }

  private static IssueView issue(Issue.Severity severity) {
    return new IssueView(
        "CODE", severity, Optional.empty(), "a message", List.of(), "a consequence", false, "fix");
  }

  @Test
  void wordsHaveHyphens() {
    assertThat(ViewWriter.document(finding(Finding.Severity.BLOCKS, false)))
        .contains("\"severity\":\"blocks\",\"acceptWith\":\"code-and-address\"");
  }
}
