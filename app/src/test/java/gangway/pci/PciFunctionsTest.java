package gangway.pci;

import static gangway.pci.Examples.address;
import static gangway.pci.Examples.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PciFunctionsTest {
  private final PciFunctions functions =
      new PciFunctions(
          List.of(
              function("0000:0a:04.1", "8086:100e"),
              function("0000:09:00.0", "8086:10d3"),
              function("0000:0a:04.0", "8086:100e"),
              function("0000:00:1f.2", "8086:2922")));

  @Test
  void functionsAreOrderedByAddress() {
    assertThat(functions)
        .extracting(function -> function.address().toString())
        .containsExactly("0000:00:1f.2", "0000:09:00.0", "0000:0a:04.0", "0000:0a:04.1");
  }

  @Test
  void aFunctionIsFoundByItsAddress() {
    assertThat(functions.at(address("09:00.0"))).isPresent();
    assertThat(functions.at(address("09:00.1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:00.0",
        "0000:09:00.0",
        "pci_0000_09_00_0",
        "0000-09-00-0",
        "8086:10d3",
        "8086:10D3"
      })
  void aUserMayNameAFunctionInAnyForm(String text) {
    assertThat(functions.meant(text).address()).isEqualTo(address("0000:09:00.0"));
  }

  @Test
  void anAmbiguousIdIsRefusedWithTheFunctionsThatHaveIt() {
    Problem problem = problem("8086:100e");
    assertThat(problem.blocker()).contains("2 functions").contains("8086:100e");
    assertThat(problem.evidence()).containsExactly("0000:0a:04.0", "0000:0a:04.1");
    assertThat(problem.remedy()).contains("address");
  }

  @Test
  void aMissingAddressIsAnsweredWithTheNearest() {
    Problem problem = problem("09:00.1");
    assertThat(problem.blocker()).contains("no PCI function 0000:09:00.1");
    assertThat(problem.remedy()).contains("did you mean 0000:09:00.0?");
  }

  @Test
  void aMissingIdIsAnsweredWithTheNearest() {
    assertThat(problem("8086:10d4").remedy()).contains("did you mean 8086:10d3?");
  }

  @Test
  void aMistypedAddressIsAnsweredWithTheNearestAndTheValidForms() {
    Problem problem = problem("0000:9:00.0");
    assertThat(problem.blocker()).contains("'0000:9:00.0' is not the address");
    assertThat(problem.remedy()).contains("did you mean 0000:09:00.0?");
    assertThat(problem.evidence()).anyMatch(line -> line.contains("pci_0000_09_00_0"));
  }

  @Test
  void onlyFunctionsOnTheSameBusAreSuggested() {
    assertThat(problem("23:00.3").remedy()).doesNotContain("did you mean");
    assertThat(problem("0001:09:00.0").remedy()).doesNotContain("did you mean");
    assertThat(problem("0b::00.1").remedy()).doesNotContain("did you mean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0a::04.1", "0a:4.1", "a:04.1", "0000:00a:04.1", "0a.04.1", "0a-04-1"})
  void aTextWithoutADomainIsComparedAsOneOfDomain0(String text) {
    assertThat(problem(text).remedy()).contains("did you mean 0000:0a:04.1?");
  }

  @Test
  void aTextThatHasNothingInCommonWithAnyAddressGetsNoSuggestion() {
    assertThat(problem("enp").remedy()).contains("gangway devices").doesNotContain("did you mean");
  }

  @Test
  void aMachineWithoutFunctionsGivesNoSuggestion() {
    PciFunctions none = new PciFunctions(List.of());
    for (String text : List.of("09:00.0", "8086:10d3", "eth0")) {
      Problem problem = problem(none, text);
      assertThat(problem.remedy()).contains("gangway devices").doesNotContain("did you mean");
    }
  }

  private Problem problem(String text) {
    return problem(functions, text);
  }

  private static Problem problem(PciFunctions functions, String text) {
    Problem problem = catchThrowableOfType(Problem.class, () -> functions.meant(text));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    return problem;
  }
}
