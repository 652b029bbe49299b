package gangway.check;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.pci.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which findings an operator can accept, and how. */
class VerdictTest {
  private static final Finding IMPOSSIBLE = Finding.blocks("IMPOSSIBLE", "it cannot be", "do not");
  private static final Finding RISKY = Finding.blocks("RISKY", "it may hurt", "do not");
  private static final Finding WARNING = Finding.warns("WARNING", "look out", "look");

  @Test
  void warningsDoNotRefuseTheRequest() {
    assertThat(verdict(List.of(WARNING)).refused()).isFalse();
    assertThat(verdict(List.of(WARNING, IMPOSSIBLE)).refused()).isTrue();
  }

  @Test
  void anAcceptableFindingIsAcceptedByItsCode() {
    List<Finding> findings =
        List.of(
            RISKY.about(address(CARD)).unlessAccepted(),
            RISKY.about(address(TWIN)).unlessAccepted());
    assertThat(verdict(findings).refused()).isTrue();
    assertThat(verdict(findings, any("OTHER")).refused()).isTrue();
    assertThat(verdict(findings, any("RISKY")).refused()).isFalse();
    assertThat(verdict(findings, of("RISKY", CARD)).refused())
        .as("the other function is not accepted")
        .isTrue();
    assertThat(verdict(findings, of("RISKY", CARD), of("RISKY", TWIN)).refused()).isFalse();
  }

  @Test
  void aFindingThatWouldCostDom0NeedsTheAddressToo() {
    List<Finding> findings = List.of(RISKY.unlessAcceptedFor(address(CARD)));
    assertThat(verdict(findings, any("RISKY")).refused()).isTrue();
    assertThat(verdict(findings, of("RISKY", TWIN)).refused()).isTrue();
    assertThat(verdict(findings, of("OTHER", CARD)).refused()).isTrue();
    assertThat(verdict(findings, of("RISKY", CARD)).refused()).isFalse();
  }

  @Test
  void anImpossibleRequestCannotBeAccepted() {
    List<Finding> findings = List.of(IMPOSSIBLE.about(address(CARD)));
    assertThat(verdict(findings, any("IMPOSSIBLE"), of("IMPOSSIBLE", CARD)).refused()).isTrue();
  }

  @Test
  void oneAcceptedFindingDoesNotCoverAnother() {
    List<Finding> findings = List.of(RISKY.unlessAccepted(), IMPOSSIBLE, WARNING);
    Verdict verdict = verdict(findings, any("RISKY"), any("WARNING"));
    assertThat(findings).filteredOn(verdict::accepts).containsExactly(findings.getFirst());
    assertThat(verdict.refused()).isTrue();
  }

  @Test
  void anAcceptanceWithoutAMatchIsReported() {
    Verdict verdict = verdict(List.of(RISKY.unlessAccepted()), any("RISKY"), any("RISKI"));
    assertThat(verdict.idle()).containsExactly(any("RISKI"));
  }

  @Test
  void findingsAreSortedWorstFirstWithDom0sOwnBeforeAll() {
    Finding note = Finding.notes("NOTE", "by the way", "nothing");
    Finding risky = RISKY.unlessAccepted();
    Finding deadly = RISKY.unlessAcceptedFor(address(CARD));
    assertThat(Stream.of(note, WARNING, risky, IMPOSSIBLE, deadly).sorted(Finding::worstFirst))
        .containsExactly(deadly, IMPOSSIBLE, risky, WARNING, note);
  }

  @Test
  void aFindingAcceptedByAddressMustHaveAFunction() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () ->
                    new Finding(
                        "X",
                        Finding.Severity.BLOCKS,
                        Finding.Waiver.CODE_AND_ADDRESS,
                        Optional.empty(),
                        "",
                        List.of(),
                        "")))
        .isNotNull();
  }

  private static Verdict verdict(List<Finding> findings, Acceptance... accepted) {
    return new Verdict(hide(NOW, CARD, TWIN), findings, List.of(accepted));
  }

  private static Acceptance any(String code) {
    return new Acceptance(code, Optional.empty());
  }

  private static Acceptance of(String code, String function) {
    PciAddress address = address(function);
    return new Acceptance(code, Optional.of(address));
  }
}
