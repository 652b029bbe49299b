package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding;
import gangway.declaration.Declaration;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.operation.ApplyOperation.Checked;
import gangway.operation.ApplyOperation.Result;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is applied is what was shown, or nothing. */
class ApplyDigestTest {
  static Stream<DeclaredHost> hosts() {
    return DeclaredHost.all();
  }

  /** No later request has other steps than those that were planned before the first action. */
  @ParameterizedTest
  @MethodSource("hosts")
  void thePlanThatWasShownIsPerformed(DeclaredHost declared) {
    GuideHost host = declared.host();
    Checked shown = declared.operation().check(host.machine());

    assertThat(declared.operation(Optional.of(shown.digest())).perform(by(host.machine()), _ -> {}))
        .isInstanceOf(Result.Done.class);

    assertThat(new Journal(host.machine()).closed().getFirst().steps())
        .isEqualTo(shown.plan().all().stream().map(Step::says).toList());
  }

  /** Between the question and the answer another program detaches the other device. */
  @Test
  void anotherPlanThanTheOneThatWasShownIsRefusedAndNothingIsChanged() {
    String file = "hidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n";
    PlanDigest shown = digest(new GuideHost().hidden(TWIN).given(3, TWIN), file);
    GuideHost host = new GuideHost().hidden(TWIN);
    SortedMap<String, String> before = host.everything();
    List<Finding> findings = new ArrayList<>();

    Result result =
        operation(file, Optional.of(shown))
            .perform(by(host.machine()), checked -> findings.addAll(checked.findings()));

    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(findings.getFirst().code()).isEqualTo("PLAN-CHANGED");
    assertThat(findings.getFirst().evidence())
        .anyMatch(line -> line.startsWith("the steps differ"))
        .doesNotContain("the digest is of another request");
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  @Test
  void aDigestIsOfTheDeclarationTheFindingsAndTheSteps() {
    String file = "hidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n";
    GuideHost host = new GuideHost();
    PlanDigest digest = digest(host, file);
    assertThat(digest(host, "# a comment\n\n" + file)).isEqualTo(digest);
    assertThat(digest(host, file.replace("pv1", "pv2"))).isNotEqualTo(digest);
    assertThat(digest(host, file + "  pv2: {devices: []}\n").request())
        .isNotEqualTo(digest.request());
    assertThat(digest(host.hidden(CARD), file).steps()).isNotEqualTo(digest.steps());
  }

  private static PlanDigest digest(GuideHost host, String file) {
    return operation(file).check(host.machine()).digest();
  }

  /** Between the question and the answer the host became as declared, and the plan was another. */
  @Test
  void aHostThatIsAlreadyAsDeclaredIsNotWhatWasShown() {
    GuideHost host = new GuideHost();
    String file = "hidden: [09:00.0]\n";
    PlanDigest shown = digest(host, file);
    operation(file).perform(by(host.machine()), _ -> {});

    assertThat(operation(file, Optional.of(shown)).perform(by(host.machine()), _ -> {}))
        .isInstanceOf(Result.Refused.class);
    PlanDigest now = digest(host, file);
    assertThat(operation(file, Optional.of(now)).perform(by(host.machine()), _ -> {}))
        .isInstanceOf(Result.AlreadySo.class);
  }

  private static ApplyOperation operation(String text) {
    return operation(text, Optional.empty());
  }

  private static ApplyOperation operation(String text, Optional<PlanDigest> shown) {
    return new ApplyOperation(
        "the file", Declaration.parse("format: 1\n" + text), _ -> List.of(), shown);
  }

  private static Submission by(ActingHost machine) {
    return ApplyOperationTest.by(machine);
  }
}
