package gangway.cli;

import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.journal.Outcome;
import gangway.machine.Machine;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.view.ErrorView;
import gangway.view.FindingView;
import gangway.view.ProgressView;
import gangway.view.ReportOutcome;
import gangway.view.ReportView;
import gangway.view.RequestView;
import gangway.view.ResultView;
import gangway.view.StartedView;
import gangway.view.StepEventView;
import gangway.view.StepView.State;
import gangway.view.VerdictView;
import gangway.view.View;
import gangway.view.WorkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what a command finds, plans and does, and prints it as one JSON document at the end;
 * with {@code --json-lines}, prints each event at once, too. Warnings and errors are also printed
 * as text, to standard error. A signal is reported by another thread.
 */
final class JsonReport implements Report {
  private final Console console;
  private final Report text;
  private final AcceptPolicy policy;
  private final String command;
  private final boolean lines;
  private final boolean acts;

  private final List<VerdictView> checks = new ArrayList<>();
  private final List<String> unusedAccepts = new ArrayList<>();
  private final RecordedSteps steps = new RecordedSteps();
  private final List<ResultView> results = new ArrayList<>();
  private final List<FindingView> remarks = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<View> members = new ArrayList<>();
  private boolean dry;

  /** The number of steps before the part of the work that goes on. */
  private int before;

  /**
   * @param policy which findings must not be accepted on the host
   * @param command the words of the command
   * @param lines whether each event is printed
   * @param acts whether the command performs operations
   */
  JsonReport(Console console, AcceptPolicy policy, String command, boolean lines, boolean acts) {
    this.console = console;
    this.text = new ConsoleProgress(console.onlyComplaints(), policy);
    this.policy = policy;
    this.command = command;
    this.lines = lines;
    this.acts = acts;
  }

  private void tell(ProgressView event) {
    if (lines) {
      console.json(event);
      console.flush();
    }
  }

  @Override
  public synchronized void started(String operation) {
    tell(ProgressView.of("started", new StartedView(operation)));
  }

  @Override
  public synchronized void findings(Judgement judgement) {
    text.findings(judgement);
    VerdictView check = VerdictView.of(judgement, policy);
    checks.add(check);
    judgement.idle().stream().map(Acceptance::code).forEach(unusedAccepts::add);
    tell(ProgressView.of("checked", check));
  }

  @Override
  public synchronized void remark(Finding finding) {
    text.remark(finding);
    remarks.add(FindingView.of(finding, policy));
  }

  @Override
  public synchronized void wouldDo(Machine machine, Plan plan) {
    text.wouldDo(machine, plan);
    dry = true;
    tell(ProgressView.of("planned", steps.plan(Optional.empty(), plan)));
  }

  @Override
  public synchronized void planned(String operation, Plan plan) {
    tell(ProgressView.of("planned", steps.plan(Optional.of(operation), plan)));
  }

  @Override
  public synchronized void begins(Step step) {
    text.begins(step);
    tell("step-begun", step, State.BEGUN, List.of());
  }

  @Override
  public synchronized void done(Step step) {
    text.done(step);
    tell("step-done", step, State.DONE, List.of());
  }

  @Override
  public synchronized void failed(Step step, Problem why) {
    text.failed(step, why);
    tell("step-failed", step, State.FAILED, why.lines());
  }

  @Override
  public synchronized void undone(Step step) {
    text.undone(step);
    tell("step-undone", step, State.UNDONE, List.of());
  }

  @Override
  public synchronized void left(Step step, Problem why) {
    text.left(step, why);
    tell("step-not-undone", step, State.NOT_UNDONE, why.lines());
  }

  @Override
  public synchronized void stepsDone(Plan plan) {
    if (plan.completion().isPresent()) {
      tell(ProgressView.of("completing"));
    }
  }

  private void tell(String event, Step step, State state, List<String> reason) {
    StepEventView happened = steps.note(step, state, reason);
    tell(ProgressView.of(event, happened));
  }

  @Override
  public synchronized void awaits(String waited) {
    text.awaits(waited);
    tell(new ProgressView("waiting", Optional.empty(), Optional.of(waited), List.of()));
  }

  @Override
  public synchronized void unrecorded(Outcome outcome, Problem why) {
    text.unrecorded(outcome, why);
    String note =
        "the operation has ended (%s), but the journal could not record this: %s"
            .formatted(outcome, String.join("; ", why.lines()));
    notes.add(note);
    tell(new ProgressView("not-recorded", Optional.empty(), Optional.of(note), List.of()));
  }

  @Override
  public synchronized void result(ReportOutcome outcome, Optional<String> subject, String message) {
    text.result(outcome, subject, message);
    record(ResultView.of(outcome, subject, message));
  }

  @Override
  public synchronized ExitCode problem(String subject, Problem why) {
    ExitCode exit = text.problem(subject, why);
    record(ResultView.of(outcome(why), subject, ErrorView.of(why)));
    return exit;
  }

  @Override
  public synchronized void record(ResultView result) {
    results.add(result);
    before = steps.size();
    tell(ProgressView.of("result", result));
  }

  @Override
  public void line(Style style, String shown) {
    text.line(style, shown);
  }

  @Override
  public synchronized void note(Style style, String more) {
    text.note(style, more);
    notes.add(more.strip());
  }

  @Override
  public synchronized void note(Problem problem) {
    text.note(problem);
    notes.add(String.join("\n", problem.lines()));
  }

  @Override
  public synchronized void warning(String more) {
    text.warning(more);
    notes.add(more);
  }

  @Override
  public synchronized void event(String event, String subject, Style style, String message) {
    text.event(event, subject, style, message);
    tell(
        new ProgressView(
            event,
            Optional.of(subject).filter(some -> !some.isEmpty()),
            Optional.of(message.strip()),
            List.of()));
  }

  @Override
  public synchronized void interrupted() {
    text.interrupted();
    tell(ProgressView.of("interrupted"));
  }

  @Override
  public synchronized void members(View view) {
    members.add(view);
  }

  @Override
  public synchronized void finish(ExitCode exit, Optional<Problem> problem) {
    List<View> parts = new ArrayList<>();
    if (acts) {
      parts.add(work());
    }
    parts.addAll(members);
    ReportView report =
        new ReportView(
            command,
            problem.map(this::outcome).orElseGet(() -> outcome(exit)),
            exit.code(),
            problem.map(ErrorView::of),
            parts);
    if (lines) {
      tell(ProgressView.of("finished", report));
    } else {
      console.json(report);
    }
  }

  private WorkView work() {
    return new WorkView(
        request(),
        checks.stream().flatMap(check -> check.findings().stream()).toList(),
        unusedAccepts,
        steps.views(),
        results,
        remarks,
        notes);
  }

  /** Several requests belong to several guests. */
  private Optional<RequestView> request() {
    return checks.size() == 1 ? checks.getFirst().request() : Optional.empty();
  }

  private ReportOutcome outcome(Problem problem) {
    return switch (problem.kind()) {
      case USAGE -> ReportOutcome.INVALID;
      case REFUSED -> ReportOutcome.REFUSED;
      case FAILED -> steps.undoneAfter(before) ? ReportOutcome.UNDONE : ReportOutcome.FAILED;
      case INCONSISTENT -> ReportOutcome.NOT_UNDONE;
    };
  }

  private ReportOutcome outcome(ExitCode exit) {
    return switch (exit) {
      case DONE ->
          dry
              ? ReportOutcome.PLANNED
              : has(ReportOutcome.ALREADY_SO) && results.stream().allMatch(JsonReport::alreadySo)
                  ? ReportOutcome.ALREADY_SO
                  : ReportOutcome.DONE;
      case FAILED ->
          has(ReportOutcome.UNDONE) && !has(ReportOutcome.FAILED) && !has(ReportOutcome.DONE)
              ? ReportOutcome.UNDONE
              : ReportOutcome.FAILED;
      case USAGE -> inPart() ? ReportOutcome.FAILED : ReportOutcome.INVALID;
      case REFUSED -> inPart() ? ReportOutcome.FAILED : ReportOutcome.REFUSED;
      case INCONSISTENT -> ReportOutcome.NOT_UNDONE;
      case NOTHING -> ReportOutcome.NOTHING;
    };
  }

  /** Whether a part of the work has changed something, although another part was refused. */
  private boolean inPart() {
    return has(ReportOutcome.DONE) || has(ReportOutcome.UNDONE);
  }

  private static boolean alreadySo(ResultView result) {
    return result.outcome() == ReportOutcome.ALREADY_SO;
  }

  private boolean has(ReportOutcome outcome) {
    return results.stream().anyMatch(result -> result.outcome() == outcome);
  }
}
