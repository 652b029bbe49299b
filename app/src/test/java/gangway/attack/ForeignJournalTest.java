package gangway.attack;

import static gangway.attack.FaultFree.assertPlain;
import static gangway.attack.Interrupted.run;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Run;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.journal.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The journal has an interrupted operation with names that this version does not know. It is
 * refused with the version that wrote it, and its files stay as they are. Other operations can be
 * recovered.
 */
@Attack(Party.FILE)
class ForeignJournalTest {
  private static final Path RUNNING = Path.of("/var/lib/gangway/running");
  private static final int INCONSISTENT = 4;

  /** What is unknown, and how it gets into the files. */
  enum Unknown {
    FORMAT("run.jsonl", "\"format\":2", "\"format\":3"),
    EVENT("run.jsonl", "step-begins", "step-waits"),
    CLAIM("run.jsonl", "\"kind\":\"function\"", "\"kind\":\"card\""),
    ACTION("plan.json", "\"kind\":\"attach-by-toolstack\"", "\"kind\":\"fly\""),
    CONDITION("plan.json", "\"kind\":\"guest-has\"", "\"kind\":\"guest-likes\""),
    REQUEST("plan.json", "\"kind\":\"attach\"", "\"kind\":\"entrust\""),
    MEMBER("plan.json", "\"hidden\":", "\"rank\":7,\"hidden\":"),
    CUT_OFF("plan.json", "]}", "");

    private final String file;
    private final String known;
    private final String instead;

    Unknown(String file, String known, String instead) {
      this.file = file;
      this.known = known;
      this.instead = instead;
    }

    /** Makes an operation one of version 9.8.7, with something unknown. */
    void into(GuideHost host, String operation) {
      replace(host, operation, "run.jsonl", "\"version\":\"[^\"]*\"", "\"version\":\"9.8.7\"");
      replace(host, operation, file, Pattern.quote(known), instead);
    }

    private static void replace(
        GuideHost host, String operation, String name, String regex, String by) {
      Path file = RUNNING.resolve(operation).resolve(name);
      String before = host.machine().read(file).orElseThrow();
      String after = before.replaceAll(regex, by);
      assertThat(after).as(before).isNotEqualTo(before);
      host.put(file.toString().substring(1), after);
    }
  }

  private static GuideHost interrupted() {
    return Interrupted.of(() -> Interrupted.host().hidden(CARD), attach(NOW, "pv1", CARD));
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownOperationStaysUntouchedAndOthersAreRecovered(Unknown unknown) {
    SortedMap<String, String> before = interrupted().everything();
    GuideHost host = Interrupted.of(ForeignJournalTest::interrupted, hide(BOTH, TWIN));
    String foreign = open(host).getFirst().id();
    unknown.into(host, foreign);
    SortedMap<String, String> files = files(host, foreign);

    Run run = assertPlain(run(host.machine(), "recover"));

    assertThat(run.code()).as(run.printed()).isEqualTo(INCONSISTENT);
    assertThat(run.err()).contains("9.8.7");
    assertThat(run.out()).contains("undone: 'gangway hide");
    assertThat(files(host, foreign)).isEqualTo(files);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(host.machine().list(RUNNING)).containsExactly(foreign);
  }

  /** After a reboot, recovery hides and unhides functions, in operations of its own. */
  @ParameterizedTest
  @EnumSource(names = {"FORMAT", "EVENT", "ACTION"})
  void othersAreRecoveredAfterAPowerFailureToo(Unknown unknown) {
    int recovered = 0;
    for (int n = 1; ; n++) {
      GuideHost host = interrupted();
      String foreign = open(host).getFirst().id();
      if (!Interrupted.killed(hide(BOTH, TWIN), host, n)) {
        break;
      }
      host.reboot();
      unknown.into(host, foreign);
      SortedMap<String, String> files = files(host, foreign);

      Run run = run(host.machine(), "recover");

      assertThat(run.code()).as("killed at %d: %s", n, run.printed()).isEqualTo(INCONSISTENT);
      assertThat(files(host, foreign)).as("killed at " + n).isEqualTo(files);
      assertThat(host.machine().list(RUNNING))
          .as("killed at %d: %s", n, run.printed())
          .filteredOn(id -> host.exists("var/lib/gangway/running/%s/run.jsonl".formatted(id)))
          .containsExactly(foreign);
      recovered += run.out().contains("gangway hide") ? 1 : 0;
    }
    assertThat(recovered).isGreaterThan(10);
  }

  private static List<Operation> open(GuideHost host) {
    return new Journal(host.machine()).open();
  }

  private static SortedMap<String, String> files(GuideHost host, String operation) {
    SortedMap<String, String> files = new TreeMap<>();
    for (Path file : host.machine().filesBelow(RUNNING.resolve(operation))) {
      files.put(file.toString(), host.machine().exact(file).orElseThrow());
    }
    assertThat(files).hasSizeGreaterThan(1);
    return files;
  }
}
