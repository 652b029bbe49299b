package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.explanation.Explanation;
import gangway.explanation.Explanations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gangway explain}. */
class ExplainCommandTest {

  @Test
  void aCodeIsExplained() {
    Run run = Run.of("explain", "DRIVERCTL");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            DRIVERCTL
            blocks:  yes
            meaning: driverctl binds the function to another driver at every boot.
            cause:   A file in /etc/driverctl.d has a setting for the function.
            fix:     Remove the setting first: 'driverctl unset-override ADDRESS'.
            risk:    Without this check, the operation would report success, but after the
                     next boot the other driver would have the function.
            """);
  }

  @Test
  void theOptionThatAcceptsAFindingIsPrinted() {
    assertThat(Run.of("explain", "DISK-ROOT").out())
        .contains("\nblocks:  unless accepted with the address\n")
        .endsWith("\naccept:  --accept DISK-ROOT=ADDRESS\n");
  }

  @Test
  void anIssueOfDoctorIsExplained() {
    assertThat(Run.of("explain", "SLOT-TWICE").out())
        .contains("\ndoctor:  note; --fix: if no guest has it\n");
  }

  @Test
  void linesFitATerminal() {
    for (Explanation one : Explanations.read().all()) {
      assertThat(Run.of("explain", one.code()).out().lines())
          .as(one.code())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void withoutACodeAllCodesAreListed() {
    Run run = Run.of("explain");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(
            Explanations.read().all().stream().map(Explanation::code).toList());
    assertThat(run.out()).containsPattern("\nNOT-ROOT +Only root can perform this command[.]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk-root", "Disk-Root"})
  void aCodeCanBeInSmallLetters(String code) {
    assertThat(Run.of("explain", code).out()).isEqualTo(Run.of("explain", "DISK-ROOT").out());
  }

  @ParameterizedTest
  @CsvSource({
    "DISK-ROOOT, DISK-ROOT",
    "disk_in_use, DISK-IN-USE",
    "SESSION, NETWORK-SESSION",
    "DIVERCTL, DRIVERCTL"
  })
  void aMistypedCodeGetsASuggestion(String typed, String meant) {
    Run run = Run.of("explain", typed);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: no finding or issue has the code '%s'
            fix: did you mean '%s'? 'gangway explain' lists all codes
            """
                .formatted(typed, meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0000:09:00.0", "something-else-entirely"})
  void aTextThatIsNoCodeGetsNoSuggestion(String typed) {
    Run run = Run.of("explain", typed);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).endsWith("fix: 'gangway explain' lists all codes\n");
  }

  @Test
  void jsonWithoutACodeHasAllCodes() {
    assertThat(Run.of("explain", "--json").out().split("\"code\":", -1))
        .hasSize(Explanations.read().all().size() + 1);
  }
}
