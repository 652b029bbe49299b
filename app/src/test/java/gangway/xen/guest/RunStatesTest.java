package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStatesTest {
  private static final String LIST =
      """
      Name                                        ID   Mem VCPUs\tState\tTime(s)
      Domain-0                                     0  2048     2     r-----     102.7
      pv1                                          3   256     1     --p---       1.9
      pv2                                          4   256     1     -b----      12.0
      a-name-that-is-longer-than-its-column-by-far     12   256     1     ---s--       0.3
      huge                                        21 1048576    64     r-p---  123456.7
      """;

  @ParameterizedTest
  @CsvSource({
    "r-----, RUNNING",
    "-b----, RUNNING",
    "------, RUNNING",
    "--p---, PAUSED",
    "r-p---, PAUSED",
    "---ss-, SUSPENDED",
    "--pss-, SUSPENDED",
    // an old xl shows no reason
    "---s--, HALTED",
    "---sr-, HALTED",
    "---sc-, HALTED",
    "---sw-, HALTED",
    "---s?-, HALTED",
    "-----d, HALTED",
    "--pssd, HALTED"
  })
  void theLettersOfXlListShowTheState(String letters, RunState state) {
    RunStates states = RunStates.parse("a   1   256     1     %s       1.9\n".formatted(letters));
    assertThat(states.of(1)).contains(state);
    assertThat(states.free(1)).isEqualTo(state == RunState.RUNNING);
    assertThat(states.free(4)).as("does not exist").isFalse();
  }

  @Test
  void xlListShowsAllDomains() {
    assertThat(RunStates.parse(LIST).all()).containsExactlyInAnyOrder(0, 3, 4, 12, 21);
    assertThat(RunStates.parse(LIST).byDomid()).containsEntry(3, RunState.PAUSED);
  }

  /** A tool pauses a suspended domain when its state is complete. */
  @Test
  void aDomainCanBePausedAndSuspended() {
    RunStates states =
        RunStates.parse(
            """
            a   1   256     1     --pss-       1.9
            b   2   256     1     ---ss-       1.9
            """);
    assertThat(states.of(1)).isEqualTo(states.of(2)).contains(RunState.SUSPENDED);
    assertThat(states.paused()).containsExactly(1);
  }

  @Test
  void theStateOfOneDomainIsReadFromAListOfThisDomainOnly(@TempDir Path folder) {
    String one = "pv1  3   256     1     ---ss-       1.9\n";
    assertThat(only(folder, "Name  ID   Mem VCPUs\tState\tTime(s)\n" + one).of(3))
        .contains(RunState.SUSPENDED);
    assertThat(only(folder, one + one).all()).as("a name with a line end").isEmpty();
    assertThat(only(folder, "pv1  4   256     1     ---ss-       1.9\n").all())
        .as("a guest whose name is a number")
        .isEmpty();
  }

  /** Of a list of this domain only; every doubt counts as a domain that may have run. */
  @ParameterizedTest
  @CsvSource({
    "pv1  9   256     0     --p---       0.0, true",
    "pv1  9   256     0     --p---       0.1, false",
    "pv1  9   256     0     --p---       10.0, false",
    "pv1  9   256     0     -bp---       0.0, false",
    "pv1  9   256     0     r-p---       0.0, false",
    "pv1  9   256     0     -b----       0.0, false",
    "pv1  9   256     0     --pss-       0.0, false",
    "pv1  9   256     0     --p--d       0.0, false",
    "pv1  8   256     0     --p---       0.0, false",
    "other output, false"
  })
  void aDomainIsPausedWithoutCpuTimeOnlyIfOneLineShowsThis(
      String line, boolean unused, @TempDir Path folder) {
    assertThat(unused(folder, new Result(0, line + "\n", ""))).isEqualTo(unused);
    assertThat(unused(folder, new Result(0, line + "\n" + line + "\n", "")))
        .as("a name with a line end")
        .isFalse();
    assertThat(unused(folder, new Result(1, line + "\n", "failed"))).isFalse();
  }

  private static boolean unused(Path folder, Result list) {
    return RunStates.pausedWithoutCpuTime(AnsweringMachine.of(folder, "xl list 9", list), 9);
  }

  private static RunStates only(Path folder, String list) {
    return RunStates.only(AnsweringMachine.of(folder, "xl list 3", new Result(0, list, "")), 3);
  }

  @Test
  void aNameThatLooksLikeAStateIsNotAState() {
    assertThat(
            RunStates.parse("x 5 256 1 --p--- 1.0      7   256     1     -b----       1.9\n")
                .byDomid())
        .isEqualTo(Map.of(7, RunState.RUNNING));
    assertThat(
            RunStates.parse("--p---                  8   256     1     --p---       1.9\n")
                .byDomid())
        .isEqualTo(Map.of(8, RunState.PAUSED));
  }

  @Test
  void otherOutputShowsNoDomain() {
    assertThat(RunStates.parse("").all()).isEmpty();
    assertThat(RunStates.parse("xencall: error: Could not obtain handle\n").all()).isEmpty();
    assertThat(RunStates.parse("pv1 3 256 1 --p---\n").all()).isEmpty();
  }

  @Test
  void aFailingOrMissingXlShowsNothing(@TempDir Path folder) {
    Result failed = new Result(1, LIST, "xc_dom0_getdomaininfo failed");
    assertThat(RunStates.read(AnsweringMachine.of(folder, "xl list", failed)))
        .isEqualTo(RunStates.NONE);
    assertThat(RunStates.read(new FolderMachine(folder))).isEqualTo(RunStates.NONE);
  }
}
