package gangway.cli;

import gangway.Problem;
import gangway.check.Judgement;
import gangway.journal.Outcome;
import gangway.operation.OperationListener;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets Ctrl-C or another signal stop an operation when its current step has ended. The operation is
 * undone before the process ends. An operation that is done but for its completion is completed.
 */
final class Interruption implements OperationListener {
  private static final String INTERRUPTED = "interrupted by a signal";
  private static final String AGAIN = "run the command again";

  private final OperationListener audience;
  private final AtomicReference<State> state = new AtomicReference<>(State.UNDISTURBED);

  private enum State {
    UNDISTURBED,
    ASKED,
    /** The only safe way is forward. */
    TOO_LATE
  }

  Interruption(OperationListener audience) {
    this.audience = audience;
  }

  /**
   * Handles the signals that end a process. A command calls this once, by {@link
   * Session#interruption}: after the first signal, Java refuses to add a handler.
   *
   * @throws Problem of kind REFUSED if a signal came before
   */
  static Interruption onSignals(Report report) {
    Interruption interruption = new Interruption(report);
    Thread run = Thread.currentThread();
    Runnable stop =
        () -> {
          // first the request: a terminal that accepts no output must not delay it
          interruption.ask();
          report.interrupted();
          try {
            // the operation halts the process itself at its end
            run.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("interruption").unstarted(stop));
    } catch (IllegalStateException shutdown) {
      throw Problem.refused(INTERRUPTED, AGAIN);
    }
    return interruption;
  }

  /** Asks the operation to stop. */
  void ask() {
    state.compareAndSet(State.UNDISTURBED, State.ASKED);
  }

  @Override
  public void planned(String operation, Plan plan) {
    audience.planned(operation, plan);
  }

  @Override
  public void started(String operation) {
    audience.started(operation);
  }

  @Override
  public void checked(Judgement judgement) {
    audience.checked(judgement);
  }

  @Override
  public void begins(Step step) {
    mustGoOn();
    audience.begins(step);
  }

  @Override
  public void stepsDone(Plan plan) {
    if (plan.completion().isPresent()) {
      state.set(State.TOO_LATE);
    }
    mustGoOn();
    audience.stepsDone(plan);
  }

  /**
   * Checks that nobody has asked the operation to stop, or that only its completion is left.
   *
   * @throws Problem of kind FAILED if somebody has
   */
  void mustGoOn() {
    if (state.get() == State.ASKED) {
      throw Problem.failed(INTERRUPTED, AGAIN);
    }
  }

  @Override
  public void awaits(String command) {
    audience.awaits(command);
  }

  @Override
  public void done(Step step) {
    audience.done(step);
  }

  @Override
  public void failed(Step step, Problem why) {
    audience.failed(step, why);
  }

  @Override
  public void undone(Step step) {
    audience.undone(step);
  }

  @Override
  public void left(Step step, Problem why) {
    audience.left(step, why);
  }

  @Override
  public void unrecorded(Outcome outcome, Problem why) {
    audience.unrecorded(outcome, why);
  }
}
