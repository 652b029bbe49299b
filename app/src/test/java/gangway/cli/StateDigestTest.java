package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.machine.Machine;
import gangway.migration.OtherGangway;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What save, restore, migrate, new and enable-hotplug do is what their {@code --dry-run} showed:
 * its digest.
 */
class StateDigestTest {
  private static final String IMAGE = "/srv/pv1.image";
  private static final String DEFINITION = "name = \"pv1\"\nkernel = \"/srv/other\"\n";
  private static final String SSH = "ssh -o BatchMode=yes -o ServerAliveInterval=15 other-host ";

  /** A command line that its dry run shows, on a host. */
  private record Shown(String line, Supplier<GuideHost> host) {
    Machine machine() {
      return acting(host.get());
    }
  }

  private static List<Shown> all() {
    return List.of(
        new Shown("save pv1 " + IMAGE, StateDigestTest::given),
        new Shown("save --cold pv1 " + IMAGE, StateDigestTest::cold),
        new Shown("restore " + IMAGE, StateDigestTest::saved),
        new Shown("restore " + IMAGE, StateDigestTest::savedCold),
        new Shown("migrate pv1 other-host", StateDigestTest::withOther),
        new Shown("new db1 --start --kernel /srv/other --pci " + CARD, StateDigestTest::hidden),
        new Shown(
            "new db1 --vcpus 2 --disk /srv/other --kernel /srv/other --args quiet",
            StateDigestTest::hidden),
        new Shown("enable-hotplug pv1", StateDigestTest::given));
  }

  @Test
  void aPlanThatIsMadeAgainHasTheSameDigestAlsoByTheCommandLineThatIsShown() {
    for (Shown shown : all()) {
      Run first = dryRun(shown.machine(), words(shown.line()));
      String digest = digest(first);
      assertThat(digest(dryRun(shown.machine(), words(shown.line()))))
          .as(shown.line())
          .isEqualTo(digest);
      List<String> line = values(first, "commandLine");
      assertThat(line.removeFirst()).isEqualTo("gangway");
      assertThat(digest(dryRun(shown.machine(), line))).as(line.toString()).isEqualTo(digest);
    }
  }

  @Test
  void differentCommandLinesHaveDifferentDigests() {
    assertThat(all().stream().map(shown -> digest(dryRun(shown.machine(), words(shown.line())))))
        .doesNotHaveDuplicates();
  }

  @Test
  void withTheDigestThatWasShownTheCommandActs() {
    for (Shown shown : all().subList(0, 4)) {
      GuideHost host = shown.host().get();
      String digest = digest(dryRun(acting(host), words(shown.line())));
      Run run = JsonCase.run(acting(host), with(shown.line(), "--digest", digest));
      assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void aHostThatHasChangedSinceIsRefusedAndNothingIsDone() {
    mustBeRefused(
        "save pv1 " + IMAGE, given(), host -> host.given(3, TWIN), "the steps differ; now:");
    mustBeRefused(
        "restore " + IMAGE, saved(), host -> host.guest(9, "pv9"), "the steps differ; now:");
    mustBeRefused(
        "enable-hotplug pv1",
        given(),
        host -> host.put("etc/xen/pv1.cfg", DEFINITION + "memory = 2\n"),
        "the steps differ; now:");
  }

  @Test
  void theDigestOfAnotherFileIsNamedAsSuch() {
    String digest = digest(dryRun(acting(given()), words("save pv1 " + IMAGE)));
    Run run =
        JsonCase.run(acting(given()), with("save pv1 /srv/another.image", "--digest", digest));
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("the digest is of another request");
  }

  private static void mustBeRefused(
      String line, GuideHost host, Consumer<GuideHost> change, String why) {
    String digest = digest(dryRun(acting(host), words(line)));
    change.accept(host);
    var before = host.everything();
    Run run = JsonCase.run(acting(host), with(line, "--digest", digest));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("blocked PLAN-CHANGED: ", why);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  private static Run dryRun(Machine machine, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(1, List.of("--dry-run", "--json"));
    Run run = Run.on(machine, all);
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static String digest(Run run) {
    String digest =
        run.json().stream()
            .filter(value -> value.startsWith("digest="))
            .map(value -> value.substring(value.indexOf('=') + 1))
            .findFirst()
            .orElseThrow();
    assertThat(digest).matches("[0-9a-f]{64}");
    return digest;
  }

  private static List<String> values(Run run, String name) {
    return new ArrayList<>(
        run.json().stream()
            .filter(value -> value.matches(name + "\\[\\d+]=.*"))
            .map(value -> value.substring(value.indexOf('=') + 1))
            .toList());
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  private static List<String> with(String line, String... options) {
    List<String> words = new ArrayList<>(words(line));
    words.addAll(1, List.of(options));
    return words;
  }

  private static ActingHost acting(GuideHost host) {
    return host.machine().withModuleSaying(3, "1 0");
  }

  private static GuideHost given() {
    GuideHost host =
        JsonHosts.plain()
            .put("srv/other", "")
            .put("etc/xen/pv1.cfg", DEFINITION)
            .hidden(CARD, TWIN)
            .given(3, CARD);
    host.store().with("/local/domain/3/memory/target", "262144");
    return host;
  }

  private static GuideHost cold() {
    return given().put("etc/xen/pv1.cfg", DEFINITION + "pci = [ \"09:00.0\" ]\n");
  }

  private static GuideHost hidden() {
    return JsonHosts.plain().put("srv/other", "").hidden(CARD);
  }

  private static GuideHost saved() {
    GuideHost host = given();
    JsonCase.run(acting(host), List.of("save", "pv1", IMAGE));
    return host;
  }

  private static GuideHost savedCold() {
    GuideHost host = cold();
    Run run = JsonCase.run(acting(host), List.of("save", "--cold", "pv1", IMAGE));
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    return host;
  }

  private static GuideHost withOther() {
    GuideHost host = given();
    OtherGangway.able(host, "other-host")
        .withShadow()
        .answer(
            SSH + "gangway devices --json",
            """
            {"format": 1, "functions": [{"address": "%s", "id": "8086:10d3",\
             "subsystem": "8086:a01f", "owner": {"kind": "pciback"}}]}
            """
                .formatted(CARD))
        .answer(SSH + "xl list", "Domain-0  0  2048  4  r-----  9.9\n");
    return host;
  }
}
