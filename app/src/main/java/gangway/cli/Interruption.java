package gangway.cli;

import gangway.Problem;
import gangway.handover.Progress;
import gangway.handover.Step;

/**
 * Lets Ctrl-C, or whatever else asks the process to end, stop a run between two steps: what was
 * begun is taken back then, and only after that the process ends.
 */
final class Interruption implements Progress {
  private final Progress audience;
  private volatile boolean asked;

  Interruption(Progress audience) {
    this.audience = audience;
  }

  /** Heeds the signals that end a process, until it ends. */
  static Progress heeded(Progress audience, Console console) {
    Interruption interruption = new Interruption(audience);
    Thread run = Thread.currentThread();
    Runnable stop =
        () -> {
          console.complain(Style.YELLOW, "  stopping: what was begun is taken back");
          interruption.ask();
          try {
            // it halts the process itself when it is done
            run.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stop));
    return interruption;
  }

  /** Asks the run to stop. */
  void ask() {
    asked = true;
  }

  @Override
  public void begins(Step step) {
    if (asked) {
      throw Problem.failed("it was stopped", "start it again when nothing is in the way");
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
