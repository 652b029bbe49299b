package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.cli.PrometheusText.Label;
import gangway.cli.PrometheusText.MetricType;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metrics, through the command line. */
class MetricsCommandTest {
  /** Prometheus' documentation, "Exposition formats". */
  private static final Pattern SAMPLE =
      Pattern.compile("(\\w+)(\\{\\w+=\"[^\"\\\\]*\"(,\\w+=\"[^\"\\\\]*\")*\\})? \\d+");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void functionsAreCountedByOwner() {
    host.hidden(CARD);
    assertThat(samples())
        .contains(
            "gangway_functions{owner=\"pciback\"} 1",
            "gangway_functions{owner=\"guest\"} 0",
            "gangway_functions{owner=\"inconsistent\"} 0");
    host.given(3, CARD);
    assertThat(samples())
        .contains("gangway_functions{owner=\"pciback\"} 0", "gangway_functions{owner=\"guest\"} 1");
  }

  @Test
  void issuesAreCountedBySeverityAndByCode() {
    assertThat(samples())
        .contains("gangway_issues{severity=\"warning\"} 0", "gangway_issues{severity=\"note\"} 0")
        .noneMatch(line -> line.startsWith("gangway_issue{"));
    host.put(host.folder(CARD) + "/driver_override", "pciback\n");
    assertThat(samples())
        .contains(
            "gangway_issues{severity=\"warning\"} 1", "gangway_issue{code=\"OVERRIDE-LEFT\"} 1");
  }

  @Test
  void operationsAreCountedByState() {
    assertThat(samples())
        .contains(
            "gangway_operations{state=\"in_progress\"} 0",
            "gangway_operations{state=\"interrupted\"} 0",
            "gangway_operations{state=\"unreadable\"} 0");
    host.put("var/lib/gangway/running/20261129T020918.551-4711/run.jsonl", "not a journal\n");
    assertThat(samples()).contains("gangway_operations{state=\"unreadable\"} 1");
  }

  @Test
  void hotPlugsAreCountedForEachRunningGuest() {
    assertThat(samples())
        .contains(
            "gangway_hotplugs_total{domid=\"3\",guest=\"pv1\"} 0", "gangway_hotplugs_limit 512");
  }

  @Test
  void errorsOfHiddenFunctionsAreCountedByTheirKind() {
    host.hidden(CARD);
    host.put(host.folder(CARD) + "/aer_dev_nonfatal", "DLP 0\nCmpltTO 3\n");
    host.put(host.folder(CARD) + "/aer_dev_correctable", "RxErr 99999999999999999999\n");
    String of = "gangway_pci_errors_total{address=\"0000:09:00.0\",severity=";
    assertThat(samples())
        .contains(
            of + "\"nonfatal\",error=\"CmpltTO\"} 3",
            of + "\"correctable\",error=\"RxErr\"} 99999999999999999999")
        .noneMatch(line -> line.contains("DLP"));
  }

  @Test
  void whatCannotBeReadIsNotCountedAsNothing() {
    assertThat(samples())
        .contains("gangway_unanswered 0", "gangway_functions{owner=\"unknown\"} 0");
    host.hidden(CARD);
    host.put(host.folder(CARD) + "/aer_dev_fatal", "DLP 2");
    host.put("var/lib/gangway/hot-plugs/3", "boot=");
    host.put(host.folder(GuideHost.TWIN) + "/uevent", "");
    assertThat(samples())
        .contains("gangway_unanswered 3", "gangway_functions{owner=\"unknown\"} 1")
        .contains("gangway_issue{code=\"HOST-UNKNOWN\"} 1")
        .noneMatch(line -> line.startsWith("gangway_hotplugs_total"));
  }

  @Test
  void everyLineHasTheFormatAndEveryMetricItsTypeOnce() {
    host.hidden(CARD);
    Set<String> declared = new HashSet<>();
    for (String line : Run.on(host.machine(), List.of("metrics")).out().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        assertThat(declared.add(line.split(" ")[2])).as(line).isTrue();
      } else if (!line.startsWith("# HELP gangway_")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(declared).contains(sample.group(1));
      }
    }
    assertThat(declared).hasSize(8).allMatch(name -> name.startsWith("gangway_"));
  }

  /** A reader refuses a whole file with one line that has another format. */
  @Test
  void aNameOfAGuestCannotForgeALine() {
    List<String> lines =
        new PrometheusText()
            .metric(MetricType.GAUGE, "m", "Help.")
            .sample(1, new Label("guest", "a\"} 7\nm{guest=\"\\b\u001b[2J"))
            .lines();
    assertThat(lines.getLast())
        .isEqualTo("m{guest=\"a\\\"} 7\uFFFDm{guest=\\\"\\\\b\uFFFD[2J\"} 1");
  }

  @Test
  void onlyRootCanReadThem() {
    Run run = Run.on(host.withoutRoot().machine(), List.of("metrics"));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("only root can read everything that metrics needs");
  }

  private List<String> samples() {
    Run run = Run.on(host.machine(), List.of("metrics"));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().lines().filter(line -> !line.startsWith("#")).toList();
  }
}
