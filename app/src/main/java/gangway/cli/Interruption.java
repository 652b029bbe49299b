package gangway.cli;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.operation.OperationListener;
import gangway.plan.Step;

/**
 * Lets Ctrl-C or another signal stop an operation between two steps. The operation is undone before
 * the process ends.
 */
final class Interruption implements OperationListener {
  private final OperationListener audience;
  private volatile boolean asked;

  Interruption(OperationListener audience) {
    this.audience = audience;
  }

  /** Handles the signals that end a process. */
  static OperationListener onSignals(OperationListener audience, Console console) {
    Interruption interruption = new Interruption(audience);
    Thread run = Thread.currentThread();
    Runnable stop =
        () -> {
          console.complain(
              Style.YELLOW, "  interrupted: when the current step has ended, the steps are undone");
          interruption.ask();
          try {
            // the operation halts the process itself at its end
            run.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stop));
    return interruption;
  }

  /** Asks the operation to stop. */
  void ask() {
    asked = true;
  }

  @Override
  public void checked(Verdict verdict) {
    audience.checked(verdict);
  }

  @Override
  public void begins(Step step) {
    if (asked) {
      throw Problem.failed("interrupted by a signal", "run the command again");
    }
    audience.begins(step);
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
}
