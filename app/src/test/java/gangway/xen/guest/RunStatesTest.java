package gangway.xen.guest;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.machine.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void pausedAndSuspendedDomainsAreNotFree() {
    RunStates states =
        RunStates.parse(
            """
            a   1   256     1     -b----       1.9
            b   2   256     1     --p---       1.9
            c   3   256     1     ---s--       1.9
            """);
    assertThat(states.free(1)).isTrue();
    assertThat(states.free(2)).isFalse();
    assertThat(states.free(3)).isFalse();
    assertThat(states.free(4)).isFalse();
  }

  @Test
  void xlListShowsPausedDomains() {
    assertThat(RunStates.parse(LIST).paused()).containsExactlyInAnyOrder(3, 21);
  }

  @Test
  void xlListShowsAllDomains() {
    assertThat(RunStates.parse(LIST).all()).containsExactlyInAnyOrder(0, 3, 4, 12, 21);
  }

  @Test
  void aNameThatLooksLikeAStateIsNotAState() {
    assertThat(
            RunStates.parse("x 5 256 1 --p--- 1.0      7   256     1     -b----       1.9\n")
                .paused())
        .isEmpty();
    assertThat(
            RunStates.parse("--p---                  8   256     1     --p---       1.9\n")
                .paused())
        .containsExactly(8);
  }

  @Test
  void otherOutputShowsNoPausedDomain() {
    assertThat(RunStates.parse("").paused()).isEmpty();
    assertThat(RunStates.parse("xencall: error: Could not obtain handle\n").paused()).isEmpty();
    assertThat(RunStates.parse("pv1 3 256 1 --p---\n").paused()).isEmpty();
  }

  @Test
  void aFailingOrMissingXlShowsNothing(@TempDir Path folder) {
    Result failed = new Result(1, LIST, "xc_dom0_getdomaininfo failed");
    assertThat(RunStates.read(AnsweringMachine.of(folder, "xl list", failed)))
        .isEqualTo(RunStates.NONE);
    assertThat(RunStates.read(new FolderMachine(folder))).isEqualTo(RunStates.NONE);
  }
}
