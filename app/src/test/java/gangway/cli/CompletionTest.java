package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import gangway.cli.Completion.Candidate;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell offers for the word at the cursor. */
class CompletionTest {
  private final GuideHost host = new GuideHost();

  @Test
  void theCommandsAreOfferedWithTheirMeaning() {
    assertThat(offered("h")).containsExactly("hardware", "hide", "history");
    assertThat(new Completion(host.machine()).of(List.of("dev")))
        .containsExactly(
            new Candidate("devices", "List the PCI functions of this machine and their owners."));
    assertThat(offered("check", ""))
        .containsExactly("hide", "unhide", "attach", "detach", "assign", "unassign");
    assertThat(offered("guard", "st")).containsExactly("status");
  }

  @Test
  void bashHasTheNamesOfAllCommandsWithoutAStartOfTheProgram() throws IOException {
    String script =
        Files.readString(Documents.ROOT.resolve("dist/src/main/dist/completion/gangway.bash"));
    assertThat(script)
        .contains("\n_gangway_commands='%s'\n".formatted(String.join(" ", offered(""))));
  }

  /** COMP_TYPE is 63 when bash lists the words, and 9 when bash inserts one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"63 | 09:00.0  (a NIC):0a:04.0  (a disk)", "9 | 09:00.0:0a:04.0"})
  void bashListsTheWordsWithTheirMeanings(int type, String replies) throws Exception {
    Path script = Documents.ROOT.resolve("dist/src/main/dist/completion/gangway.bash");
    ProcessBuilder bash =
        new ProcessBuilder(
            "bash",
            "--norc",
            "-c",
            """
            . %s
            gangway() { printf '0000:09:00.0\ta NIC\n0000:0a:04.0\ta disk\n'; }
            COMP_LINE='gangway hide 0000:0' COMP_POINT=19 COMP_TYPE=%d
            _gangway
            IFS=:
            echo "${COMPREPLY[*]}"
            """
                .formatted(script, type));
    Process run = bash.redirectErrorStream(true).start();
    assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(replies);
    assertThat(run.waitFor()).isZero();
  }

  @Test
  void theOptionsOfACommandAreOffered() {
    assertThat(offered("hide", "--")).contains("--dry-run", "--now", "--boot", "--help");
    assertThat(offered("hide", "--d")).containsExactly("--dry-run", "--digest");
  }

  @Test
  void theFunctionsThatARequestCanBeAboutAreOfferedWithTheirNames() {
    host.hidden(GuideHost.CARD);
    String card = GuideHost.CARD.replaceFirst("^0000:", "");
    assertThat(offered("attach", "pv1", "")).containsExactly(card);
    assertThat(offered("unhide", "0000:")).containsExactly(GuideHost.CARD);
    assertThat(offered("check", "hide", "")).isNotEmpty().doesNotContain(card);
    assertThat(new Completion(host.machine()).of(List.of("unhide", card)).getFirst().meaning())
        .contains("[8086:");
  }

  @Test
  void theGroupsOfTheConfigurationAreOfferedWithTheirFunctions() {
    host.hidden(GuideHost.CARD);
    assertThat(offered("attach", "pv1", "@")).isEmpty();
    host.put("etc/gangway/gangway.conf", "[groups]\ncards = 09:00.0 04:00.0\n");
    assertThat(new Completion(host.machine()).of(List.of("attach", "pv1", "@c")))
        .containsExactly(new Candidate("@cards", "0000:09:00.0 0000:04:00.0"));
    assertThat(offered("check", "hide", "@")).containsExactly("@cards");
    assertThat(offered("new", "--pci", "")).contains("@cards");
    assertThat(offered("show", "@")).isEmpty();
    assertThat(offered("hide", "--accept", "DISK-ROOT=@")).isEmpty();
    host.put("etc/gangway/gangway.conf", "[groups]\ncards = nonsense\n");
    assertThat(offered("attach", "pv1", "@")).isEmpty();
  }

  @Test
  void theGuestsAreOffered() {
    assertThat(offered("attach", "")).contains("pv1", "pv2");
    assertThat(offered("save", "pv1")).containsExactly("pv1");
  }

  @Test
  void theCodesOfFindingsAndIssuesAreOfferedWithTheirMeaning() {
    assertThat(offered("explain", "DRIVER"))
        .containsExactly("DRIVER-BUILT-IN", "DRIVERCTL", "DRIVER-OVERRIDE", "DRIVER-LOST");
    assertThat(new Completion(host.machine()).of(List.of("explain", "NOT-RO")))
        .containsExactly(new Candidate("NOT-ROOT", "Only root can perform this command."));
  }

  @Test
  void onlyCodesOfFindingsThatCanBeAcceptedAreOfferedForAccept() {
    assertThat(offered("hide", "--accept", "DISK-"))
        .contains("DISK-ROOT", "DISK-IN-USE")
        .doesNotContain("DISK-FULL", "DISK-FSTAB");
    assertThat(offered("check", "hide", "--accept=DISK-R")).containsExactly("--accept=DISK-ROOT");
    assertThat(offered("recover", "--accept", "SUSPENDED")).containsExactly("SUSPENDED-ON-REQUEST");
  }

  @Test
  void aFindingThatTheConfigurationForbidsToAcceptIsNotOffered() {
    assertThat(offered("hide", "--accept", "DISK-")).contains("DISK-ROOT", "DISK-IN-USE");
    host.put("etc/gangway/gangway.conf", "[policies]\nnever-accept = DISK-ROOT\n");
    assertThat(offered("hide", "--accept", "DISK-"))
        .contains("DISK-IN-USE")
        .doesNotContain("DISK-ROOT");
    assertThat(offered("hide", "--accept=DISK-")).doesNotContain("--accept=DISK-ROOT");
    assertThat(offered("explain", "DISK-")).contains("DISK-ROOT");
  }

  @Test
  void theAddressOfAnAcceptedFindingIsOffered() {
    assertThat(offered("unhide", "--accept", "DISK-ROOT=00:1f.2")).isEmpty();
    assertThat(offered("hide", "--accept", "DISK-ROOT=00:1f"))
        .contains("DISK-ROOT=00:1f.2")
        .allMatch(word -> word.startsWith("DISK-ROOT=00:1f"));
    assertThat(offered("hide", "--accept=DISK-ROOT=00:1f")).contains("--accept=DISK-ROOT=00:1f.2");
    assertThat(offered("hide", "--now=")).isEmpty();
    assertThat(offered("hide", "--nonsense=")).isEmpty();
  }

  @Test
  void theShellCompletesTheNamesOfFilesItself() {
    assertThat(offered("restore", "")).isEmpty();
    assertThat(offered("save", "pv1", "/s")).isEmpty();
  }

  @Test
  void theProgramPrintsAWordAndItsMeaningPerLine() {
    assertThat(Run.of(Completion.ASKED, "reco").out())
        .isEqualTo(
            "recover\tUndo or complete interrupted operations, and resume suspended guests.\n");
  }

  private List<String> offered(String... words) {
    return new Completion(host.machine()).of(List.of(words)).stream().map(Candidate::word).toList();
  }
}
