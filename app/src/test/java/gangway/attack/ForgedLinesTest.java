package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static gangway.attack.Interrupted.run;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Event;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line ends and control characters in names and in a file: no second line, no hidden line. */
@Attack({Party.LOCAL_USER, Party.FILE})
class ForgedLinesTest {
  private static final String POLICIES = "etc/gangway/shutdown-policy";
  private static final Path JOURNAL = Path.of("/var/lib/gangway");

  private final GuideHost host = Interrupted.host();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pv2\nsave pv1",
        "pv2\n",
        "\npv2",
        "pv2\rsave pv1",
        "pv2\r",
        "pv2\u0000",
        "pv2\u001b[2K",
        "pv2\u0085save pv1",
        "pv2\u2028save pv1",
        "\u202epv2",
        "pv2\ufffd",
        ""
      })
  void aNameThatIsNotOneVisibleLineGetsNoPolicy(String name) {
    host.put(POLICIES, "ignore pv1\n");

    for (String policy : List.of("save", "shutdown", "ignore", "none")) {
      Run run = assertPlain(run(host.machine(), "shutdown-policy", name, policy));

      assertThat(run.code()).as(run.printed()).isEqualTo(2);
    }
    assertThat(host.text(POLICIES)).isEqualTo("ignore pv1\n");
    assertThat(assertPlain(run(host.machine(), "history")).out()).doesNotContain("shutdown-policy");
  }

  /** What an administrator does not see in the file is no policy, and is kept as it is. */
  @Test
  void aHiddenLineInTheFileIsNoPolicyAndIsKept() {
    byte[] hidden =
        "# by hand\rsave pv1\nsave pv\u00001\nsave \u001b[2Kpv1\nsave caf\u00e9\nignore pv4\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    host.put(POLICIES, hidden);

    assertThat(assertPlain(run(host.machine(), "shutdown-policy")).out().lines().skip(1))
        .singleElement()
        .asString()
        .matches("pv4 +ignore");
    assertThat(run(host.machine(), "shutdown-policy", "pv1").out()).isEqualTo("none\n");
    assertThat(run(host.machine(), "shutdown-policy", "pv5", "ignore").code()).isZero();

    String with = new String(hidden, StandardCharsets.ISO_8859_1) + "ignore pv5\n";
    assertThat(host.machine().readBytes(Path.of("/" + POLICIES)).orElseThrow())
        .isEqualTo(with.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Words of a command, names of guests and evidence. */
  @ParameterizedTest
  @ValueSource(strings = {"\n{\"forged\":1}\n", "\r", "\u0000", "\u001b[2K\u0085\u2028", "\u202e"})
  void theJournalHasALineForEachEvent(String text) {
    OperationWriter writer =
        OperationWriter.begin(
            host.machine(), Authors.ROOT, List.of("attach", text), Set.of(new Claim.OfGuest(text)));
    writer.plan(List.of("a step " + text), "the plan\n", new LinkedHashMap<>());
    writer.record(new Event.Begins(1));
    writer.record(new Event.Failed(1, List.of(text)));
    assertPlain(run(host.machine(), "devices"));
    assertPlain(run(host.machine(), "recover"));
    writer.end(Outcome.LEFT, List.of(text));

    for (Path file : host.machine().filesBelow(JOURNAL)) {
      if (file.endsWith("run.jsonl")) {
        assertThat(host.machine().exact(file).orElseThrow().split("\n"))
            .allMatch(line -> line.startsWith("{\"") && line.endsWith("}"))
            .noneMatch(line -> line.contains("{\"forged\""));
      }
    }
    assertPlain(run(host.machine(), "history"));
    assertPlain(run(host.machine(), "history", "--json"));
  }

  /** A guest that is shut down with its host is named in the log of the service. */
  @ParameterizedTest
  @ValueSource(strings = {"pv9\ngangway: all guests are saved", "pv9\r\u001b[2K", "pv9\u0000"})
  void theLogOfTheShutdownHasNoForgedLine(String name) {
    host.guest(9, name).put(POLICIES, "shutdown " + name + "\n");

    Run run = assertPlain(run(host.machine(), "guard", "shutdown"));

    assertThat(run.printed().lines()).noneMatch(line -> line.startsWith("gangway: all guests"));
  }
}
