package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Golden;
import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.check.Verdict;
import gangway.guard.GuestRisk;
import gangway.guard.Risks;
import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.CallFault.Moment;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.operation.Runs;
import gangway.passthrough.PreparedRequest;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as JSON that no command line of the golden files prints. */
class JsonReportTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptionAndItsUndoAreReported(boolean lines) {
    GuideHost host = JsonHosts.plain();
    var before = host.everything();
    HostSnapshot observed = host.observed();
    Request hide = new Request.Hide(List.of(GuideHost.address(CARD)), EnumSet.allOf(Reach.class));
    PreparedRequest prepared = PreparedRequest.of(observed, Verdict.of(observed, hide, List.of()));
    Run run =
        Run.of(console -> {
          JsonReport report = new JsonReport(console, AcceptPolicy.NONE, "hide", lines, true);
          ActingHost machine = host.machine();
          Interruption interruption = new Interruption(report);
          machine.beforeCall(
              middle(prepared),
              () -> {
                report.interrupted();
                interruption.ask();
              });
          Problem problem =
              catchThrowableOfType(
                  Problem.class, () -> Runs.perform(prepared, machine, interruption));
          report.finish(ExitCode.FAILED, Optional.of(problem));
          return ExitCode.FAILED;
        });

    assertThat(host.changesSince(before)).isEmpty();
    String last = run.lines().getLast();
    assertThat(last)
        .contains("\"command\":\"hide\",\"outcome\":\"undone\",\"exitCode\":1")
        .contains("interrupted by a signal")
        .contains("\"state\":\"undone\"")
        .contains("\"state\":\"skipped\"");
    assertThat(run.lines()).hasSize(lines ? run.lines().size() : 1);
    if (lines) {
      assertThat(run.lines())
          .anyMatch(line -> line.equals("{\"format\":1,\"event\":\"interrupted\"}"))
          .anyMatch(line -> line.contains("\"event\":\"step-undone\""));
    }
  }

  /** The number of the call to the machine that adds the slot of pciback. */
  private static int middle(PreparedRequest prepared) {
    ActingHost counted = JsonHosts.plain().machine();
    Runs.perform(prepared, counted, new ConsoleProgress(silent(), AcceptPolicy.NONE));
    return IntStream.rangeClosed(1, counted.calls().size())
        .filter(n -> counted.call(n).contains("new_slot"))
        .findFirst()
        .orElseThrow();
  }

  private static Console silent() {
    return new Console(
        new PrintStream(OutputStream.nullOutputStream()),
        new PrintStream(OutputStream.nullOutputStream()),
        false,
        false);
  }

  @Test
  void jsonAndJsonLinesExcludeEachOther() {
    Run run = Run.on(JsonHosts.plain().machine(), List.of("hide", "--json", "--json-lines", CARD));
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gangway: --json and --json-lines exclude each other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hide 00:1f.2", "hide 0c:00.0", "hide --dry-run 09:00.0", "doctor --fix"})
  void theExitCodeAndTheErrorsAreThoseWithoutJson(String words) {
    Run text = run(words);
    for (String option : List.of("--json", "--json-lines")) {
      Run json = run(words + " " + option);
      assertThat(json.exit()).as(option).isEqualTo(text.exit());
      assertThat(json.err()).as(option).isEqualTo(text.err());
      assertThat(json.lines())
          .last()
          .asString()
          .contains("\"exitCode\":" + text.code())
          .startsWith("{\"format\":1,");
    }
  }

  private static Run run(String words) {
    return JsonCase.run(JsonHosts.plain().machine(), List.of(words.split(" ")));
  }

  @Test
  void aFaultOfTheProgramIsReportedToo() {
    ActingHost machine = JsonHosts.plain().machine();
    machine.failingCall(3, CallFault.noMemory(Moment.BEFORE));
    Run run = Run.on(machine, List.of("hide", "--dry-run", "--json", CARD));
    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.json()).contains("command=hide", "outcome=failed", "error.kind=failed");
  }

  @Test
  void aTextOfAGuestIsEscapedAndStaysOnItsLine() {
    Run run =
        Run.of(console -> {
          JsonReport report =
              new JsonReport(console, AcceptPolicy.NONE, "guard shutdown", true, true);
          report.event("shutting-down", "pv1\n{\u001b[2J\u202e", Style.PLAIN, "  text\r\n{}");
          report.note(Style.PLAIN, "\u009bnote");
          report.finish(ExitCode.DONE, Optional.empty());
          return ExitCode.DONE;
        });
    assertThat(run.lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"format\":1,\"event\":"));
    assertThat(run.out()).contains("pv1\\n{\\u001b[2J\\u202e").contains("\\u009bnote");
  }

  @Test
  void watchPrintsItsEventsAsTheyHappen() {
    GuideHost host = JsonHosts.given();
    Run run =
        Run.of(console -> {
          var telling =
              new WatchCommand.Telling(
                  new JsonReport(console, AcceptPolicy.NONE, "watch", true, true));
          GuestRisk risk = Risks.read(host.machine()).getFirst();
          telling.follows(1);
          telling.hasDevice(risk.domain());
          telling.notRecorded(risk.domain(), Problem.failed("the disk is full", "make space"));
          telling.suspends(risk);
          return ExitCode.DONE;
        });
    Golden.assertGolden("json-lines-1/watch.json", run.out());
  }
}
