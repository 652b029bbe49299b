package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.journal.Authors;
import gangway.journal.Claim;
import gangway.journal.Event;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who can read the journal. */
@Attack(Party.LOCAL_USER)
class JournalModesTest {
  private final GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");

  /** A command, the plan and the copies of files can contain passwords. */
  @Test
  void onlyRootCanReadAnOperation() {
    OperationWriter writer =
        OperationWriter.begin(
            host.machine(), Authors.ROOT, List.of("test"), Set.of(new Claim.OfGuest("pv1")));
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    files.put(Path.of("/etc/xen/pv1.cfg"), "vncpasswd = 'x'\n");
    writer.plan(List.of("take it"), "the plan\n", files);
    writer.record(new Event.Begins(1));
    assertThat(modes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "run.jsonl", "rw-------",
                "plan.json", "rw-------",
                "reserve", "rw-------",
                "etc%xen%pv1.cfg", "rw-------"));
    writer.end(Outcome.DONE, List.of());
    assertThat(modes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "run.jsonl", "rw-------",
                "plan.json", "rw-------",
                "etc%xen%pv1.cfg", "rw-------"));
  }

  /** The umask of the first caller does not matter, also not that of an older version. */
  @Test
  void theFoldersHaveTheirOwnModes() {
    host.machine().makeFolder(Path.of("/var/lib/gangway"), 0777);
    host.machine().makeFolder(Path.of("/var/lib/gangway/running"), 0700);
    OperationWriter writer =
        OperationWriter.begin(host.machine(), Authors.ROOT, List.of("test"), Set.of());
    assertThat(host.mode("var/lib/gangway")).isEqualTo("rwxr-xr-x");
    assertThat(host.mode("var/lib/gangway/running")).isEqualTo("rwxr-xr-x");
    String id = host.machine().list(Path.of("/var/lib/gangway/running")).getFirst();
    assertThat(host.mode("var/lib/gangway/running/" + id)).isEqualTo("rwx------");
    writer.end(Outcome.DONE, List.of());
    assertThat(host.mode("var/lib/gangway/history/" + id)).isEqualTo("rwx------");
  }

  @Test
  void whatAnEarlierVersionLeftToTheUmaskBecomesPrivate() {
    String ended = "var/lib/gangway/history/20260101-000000.000-7";
    host.put(ended + "/run.jsonl", "{}");
    OperationWriter.begin(host.machine(), Authors.ROOT, List.of("open"), Set.of());
    String open =
        "var/lib/gangway/running/"
            + host.machine().list(Path.of("/var/lib/gangway/running")).getFirst();
    host.mode("var/lib/gangway/history", "rwxrwxrwx").mode(open, "rwxr-xr-x");

    OperationWriter.begin(host.machine(), Authors.ROOT, List.of("test"), Set.of());

    assertThat(host.mode("var/lib/gangway/history")).isEqualTo("rwx------");
    assertThat(host.mode(open)).isEqualTo("rwx------");
  }

  /** The modes of the journal's files, by their names. */
  private Map<String, String> modes() {
    return host.machine().filesBelow(Path.of("/var/lib/gangway")).stream()
        .collect(
            Collectors.toMap(
                file -> file.getFileName().toString(),
                file -> host.mode(file.toString().substring(1))));
  }
}
